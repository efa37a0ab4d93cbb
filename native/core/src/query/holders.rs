//! Who holds a passage: its earliest row, how many owners, how many rows.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::interval::Interval;
use crate::store::gaps::FAR;
use crate::store::segment::View;
use crate::text::row::{OwnerNumber, RowNumber};

/// The first row that holds what the intervals stand for, and the interval that has it.
pub(crate) fn earliest_row(views: &[View<'_>], intervals: &[Interval]) -> Option<(RowNumber, Interval)> {
    let rows =
        intervals.iter().map(|interval| (view_of(views, interval).earliest_row(interval.ranks()), *interval));
    rows.min_by_key(|(row, _)| *row)
}

/// How many different owners hold it; more than `limit` are not counted on, the answer is then `limit + 1`.
///
/// In one segment an owner is met once, at its first suffix of the interval (Muthukrishnan's document listing), unless the interval is a very long one; there and
/// in several segments its number is looked for among those met before. `intervals` has at most one for each segment.
pub(crate) fn count_owners(views: &[View<'_>], intervals: &[Interval], limit: usize) -> usize {
    let [interval] = intervals else { return count(views, intervals, (limit, false)) };
    let once = view_of(views, interval).mask().is_none();
    if once && interval.len() > FAR {
        // What is too long to be sure about mostly has more owners than anybody asks for already at its beginning.
        let beginning = Interval { end: interval.start + FAR as u32, ..*interval };
        let counted = count(views, &[beginning], (limit, true));
        return if counted > limit { counted } else { count(views, intervals, (limit, false)) };
    }
    count(views, intervals, (limit, once))
}

/// `once`: whether each owner is met once only.
fn count(views: &[View<'_>], intervals: &[Interval], (limit, once): (usize, bool)) -> usize {
    let mut met = Owners { once, count: 0, limit, numbers: HashSet::new() };
    for interval in intervals {
        let view = view_of(views, interval);
        if visit_owners(view, interval, &mut |rank| met.meet(view, rank)).is_break() {
            break;
        }
    }
    met.count
}

struct Owners {
    /// Whether each is met once only.
    once: bool,
    count: usize,
    limit: usize,
    numbers: HashSet<OwnerNumber>,
}

impl Owners {
    fn meet(&mut self, view: &View<'_>, rank: usize) -> ControlFlow<()> {
        if !self.once {
            let owner = view.owner_at(rank);
            if !self.numbers.insert(owner) {
                return ControlFlow::Continue(());
            }
        }
        self.count += 1;
        if self.count > self.limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
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

/// Ranks up to which their rows are sorted; more are marked, a bit for each row.
const SORTED: usize = 128;

/// Room that looking for rows takes, kept from one passage to the next.
#[derive(Default)]
pub(crate) struct Marks {
    marked: Vec<u64>,
    sorted: Vec<u32>,
}

impl Marks {
    /// The first `most` rows of one interval's segment that hold it and none of `without`, in order, and how many there are in all.
    pub(crate) fn first_rows(
        &mut self,
        view: &View<'_>,
        interval: Interval,
        without: &[Interval],
        most: usize,
    ) -> (Vec<u32>, usize) {
        let local = view.local_rows();
        let held = local.part(interval.ranks());
        let counts = |row: u32| view.mask().is_none_or(|mask| mask.has_row(row));
        let without = without.iter().filter(|other| other.segment == interval.segment);
        let without = without.map(|other| local.part(other.ranks()));
        if held.len() > SORTED || without.clone().any(|rows| rows.len() > SORTED) {
            self.marked.resize(self.marked.len().max(view.rows().div_ceil(64)), 0);
            return self.mark(held, without, (most, &counts));
        }
        self.sorted.clear();
        self.sorted.extend_from_slice(held);
        self.sorted.sort_unstable();
        self.sorted.dedup();
        self.sorted.retain(|row| counts(*row));
        for rows in without {
            self.sorted.retain(|row| !rows.contains(row));
        }
        (self.sorted[..self.sorted.len().min(most)].to_vec(), self.sorted.len())
    }

    fn mark<'r>(
        &mut self,
        held: &'r [u32],
        without: impl Iterator<Item = &'r [u32]> + Clone,
        (most, counts): (usize, &dyn Fn(u32) -> bool),
    ) -> (Vec<u32>, usize) {
        let marked = &mut self.marked;
        let mut mark = |row: u32| {
            let (word, bit) = (&mut marked[row as usize / 64], 1_u64 << (row % 64));
            let is_new = *word & bit == 0;
            *word |= bit;
            is_new
        };
        for rows in without.clone() {
            for row in rows {
                mark(*row);
            }
        }
        let (mut first, mut total) = (Vec::with_capacity(most + 1), 0);
        let mut bound = if most == 0 { 0 } else { u32::MAX };
        let mut last = None;
        for row in held {
            // Neighbours in the order are often of one row, and a bit that was just written is slow to read.
            if last.replace(row) == Some(row) || !mark(*row) || !counts(*row) {
                continue;
            }
            total += 1;
            if *row < bound {
                first.insert(first.partition_point(|other| other < row), *row);
                first.truncate(most);
                bound = if first.len() < most { u32::MAX } else { first[most - 1] };
            }
        }
        // Whichever is shorter: an index may have far more rows than the passage has places.
        if held.len() < marked.len() {
            held.iter().chain(without.flatten()).for_each(|row| marked[*row as usize / 64] = 0);
        } else {
            marked.fill(0);
        }
        (first, total)
    }
}

pub(crate) fn view_of<'v, 'a>(views: &'v [View<'a>], interval: &Interval) -> &'v View<'a> {
    &views[interval.segment as usize]
}
