//! Who holds a passage: its earliest row, how many owners, how many rows.

use std::collections::HashSet;
use std::ops::{ControlFlow, Range};

use super::interval::Interval;
use crate::columns::gaps::FAR;
use crate::store::mask::Mask;
use crate::store::segment::View;
use crate::text::row::{OwnerNumber, RowNumber};

/// Owners, each noted once. Its room is kept from one passage to the next.
#[derive(Default)]
pub(crate) struct Owners {
    /// A bit for each owner number up to the largest that was met.
    marked: Vec<u64>,
    met: Vec<OwnerNumber>,
}

impl Owners {
    /// Breaks once there are more than `limit`.
    #[inline]
    fn note(&mut self, owner: OwnerNumber, limit: usize) -> ControlFlow<()> {
        let (word, bit) = (owner.0 as usize / 64, 1 << (owner.0 % 64));
        if self.marked.len() <= word {
            self.marked.resize(word + 1, 0);
        }
        if self.marked[word] & bit == 0 {
            self.marked[word] |= bit;
            self.met.push(owner);
        }
        if self.met.len() > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn is_noted(&self, owner: OwnerNumber) -> bool {
        let word = self.marked.get(owner.0 as usize / 64);
        word.is_some_and(|word| word >> (owner.0 % 64) & 1 == 1)
    }

    fn clear(&mut self) {
        self.met.drain(..).for_each(|owner| self.marked[owner.0 as usize / 64] = 0);
    }
}

/// The first row that holds what the intervals stand for, and the interval that has it.
pub(crate) fn earliest_row(views: &[View<'_>], intervals: &[Interval]) -> Option<(RowNumber, Interval)> {
    let rows =
        intervals.iter().map(|interval| (view_of(views, interval).earliest_row(interval.ranks()), *interval));
    rows.min_by_key(|(row, _)| *row)
}

/// How many different owners hold it; more than `limit` are not counted on, the answer is then `limit + 1`. `met` is room.
///
/// In one segment an owner is met once, at its first suffix of the interval (Muthukrishnan's document listing), unless the interval is a very long one; there and
/// in several segments owners are noted as they are met. `intervals` has at most one for each segment.
pub(crate) fn count_owners(
    views: &[View<'_>],
    intervals: &[Interval],
    limit: usize,
    met: &mut Owners,
) -> usize {
    let [interval] = intervals else { return count(views, intervals, limit, met) };
    let view = view_of(views, interval);
    if view.mask().is_some() {
        return count(views, intervals, limit, met);
    }
    // What is too long to be sure about mostly has more owners than anybody asks for already at its beginning.
    let beginning = interval.start as usize..(interval.end as usize).min(interval.start as usize + FAR);
    let counted = view.count_owners_up_to(beginning, limit);
    match counted > limit || interval.len() <= FAR {
        true => counted.min(limit.saturating_add(1)),
        false => count(views, intervals, limit, met),
    }
}

/// Of the owners at any ranks, or in several segments, each is noted.
fn count(views: &[View<'_>], intervals: &[Interval], limit: usize, met: &mut Owners) -> usize {
    met.clear();
    for interval in intervals {
        let view = view_of(views, interval);
        let noted = match view.mask() {
            Some(mask) => note_masked(view, mask, interval, (limit, met)),
            None => view.visit_owners(interval.ranks(), &mut |rank| met.note(view.owner_at(rank), limit)),
        };
        if noted.is_break() {
            break;
        }
    }
    met.met.len()
}

/// Ranks of an interval that are looked at one by one before its owners are asked for.
const NEAR: usize = if cfg!(debug_assertions) { 2 } else { 256 };

/// Owners of an interval up to which it is asked of each whether it has a rank that counts.
const FEW: usize = 256;

/// Notes the owners of the ranks that count: of the first ranks, then those who have their first rank among such, and the others, who mostly have no row that counts, one
/// rank after another.
fn note_masked(
    view: &View<'_>,
    mask: &Mask,
    interval: &Interval,
    (limit, met): (usize, &mut Owners),
) -> ControlFlow<()> {
    let Range { start, end } = interval.ranks();
    let near = end.min(start + NEAR);
    view.live_ranks(start..near).try_for_each(|rank| met.note(view.owner_at(rank), limit))?;
    if near == end {
        return ControlFlow::Continue(());
    }
    let mut left = HashSet::new();
    let mut asked = 0;
    let told = view.visit_owners(start..end, &mut |rank| {
        let (owner, row) = (view.owner_at(rank), view.local_rows().at(rank));
        asked += 1;
        if mask.has_row(row) {
            met.note(owner, limit)?;
        } else if !met.is_noted(owner) && view.counts_owner(owner) {
            left.insert(owner);
        }
        if asked > FEW { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if met.met.len() > limit {
        return ControlFlow::Break(());
    }
    left.retain(|owner| !met.is_noted(*owner));
    let mut ranks = view.live_ranks(near..end);
    while (told.is_break() || !left.is_empty())
        && let Some(rank) = ranks.next()
    {
        let owner = view.owner_at(rank);
        left.remove(&owner);
        met.note(owner, limit)?;
    }
    ControlFlow::Continue(())
}

pub(crate) fn view_of<'v, 'a>(views: &'v [View<'a>], interval: &Interval) -> &'v View<'a> {
    &views[interval.segment as usize]
}
