//! Who holds a passage: its earliest row, how many owners, how many rows.

use std::ops::ControlFlow;

use super::interval::Interval;
use crate::store::gaps::FAR;
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
    /// Says how many there are with this one.
    #[inline]
    fn meet(&mut self, owner: OwnerNumber) -> usize {
        let (word, bit) = (owner.0 as usize / 64, 1 << (owner.0 % 64));
        if self.marked.len() <= word {
            self.marked.resize(word + 1, 0);
        }
        if self.marked[word] & bit == 0 {
            self.marked[word] |= bit;
            self.met.push(owner);
        }
        self.met.len()
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
    let mut counted = 0;
    for interval in intervals {
        let view = view_of(views, interval);
        let meet = &mut |rank| {
            counted = met.meet(view.owner_at(rank));
            if counted > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        if visit_owners(view, interval, meet).is_break() {
            break;
        }
    }
    counted
}

fn visit_owners(
    view: &View<'_>,
    interval: &Interval,
    visit: &mut impl FnMut(usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match view.mask() {
        Some(_) => view.live_ranks(interval.ranks()).try_for_each(visit),
        None => view.visit_owners(interval.ranks(), visit),
    }
}

pub(crate) fn view_of<'v, 'a>(views: &'v [View<'a>], interval: &Interval) -> &'v View<'a> {
    &views[interval.segment as usize]
}
