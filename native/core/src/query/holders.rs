//! Who holds a passage: its earliest row, how many owners, how many rows.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::narrow::Interval;
use crate::store::segment::View;
use crate::text::row::{OwnerNumber, RowNumber};

/// The first row that holds what the intervals stand for.
pub(crate) fn earliest_row(views: &[View<'_>], intervals: &[Interval]) -> Option<RowNumber> {
    intervals.iter().map(|interval| view_of(views, interval).earliest_row(interval.ranks())).min()
}

/// How many different owners hold it; more than `limit` are not counted on, the answer is then `limit + 1`.
///
/// In one segment an owner is met once, at its first suffix of the interval (Muthukrishnan's document listing); in several its
/// number is looked for among those met before. `intervals` has at most one for each segment.
pub(crate) fn count_owners(views: &[View<'_>], intervals: &[Interval], limit: usize) -> usize {
    let mut met = Owners { one_segment: intervals.len() == 1, count: 0, limit, numbers: HashSet::new() };
    for interval in intervals {
        let view = view_of(views, interval);
        if visit_owners(view, interval, &mut |rank| met.meet(view, rank)).is_break() {
            break;
        }
    }
    met.count
}

struct Owners {
    one_segment: bool,
    count: usize,
    limit: usize,
    numbers: HashSet<OwnerNumber>,
}

impl Owners {
    fn meet(&mut self, view: &View<'_>, rank: usize) -> ControlFlow<()> {
        if !self.one_segment {
            let owner = view.owner_at(rank);
            if !self.numbers.insert(owner) {
                return ControlFlow::Continue(());
            }
        }
        self.count += 1;
        if self.count > self.limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Ranks up to which a plain scan beats the walk over the levels.
const SCANNED: usize = 256;

fn visit_owners(
    view: &View<'_>,
    interval: &Interval,
    visit: &mut impl FnMut(usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let ranks = interval.ranks();
    if ranks.len() <= SCANNED {
        let first = ranks.start;
        let previous = &view.previous()[ranks];
        for (at, before) in previous.iter().enumerate() {
            if *before as usize <= first {
                visit(first + at)?;
            }
        }
        return ControlFlow::Continue(());
    }
    let (column, numbers) = view.previous_column();
    column.visit_at_most(numbers, ranks.clone(), ranks.start as u32, visit)
}

/// All rows that hold it, in order.
pub(crate) fn rows(views: &[View<'_>], intervals: &[Interval]) -> Vec<RowNumber> {
    let mut rows: Vec<RowNumber> = Vec::new();
    for interval in intervals {
        let view = view_of(views, interval);
        let local = &view.local_rows()[interval.ranks()];
        rows.extend(distinct(local, view.rows()).into_iter().map(|row| view.row_number(row)));
    }
    rows.sort_unstable();
    rows
}

/// The different values among `rows`, all of which are below `count`.
fn distinct(rows: &[u32], count: usize) -> Vec<u32> {
    if rows.len() < count / 64 {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        rows.dedup();
        return rows;
    }
    // A passage that a good part of the rows hold: one bit for each row costs less than sorting.
    let mut held = vec![0_u64; count.div_ceil(64)];
    for row in rows {
        held[*row as usize / 64] |= 1 << (row % 64);
    }
    (0..count as u32).filter(|row| held[*row as usize / 64] >> (row % 64) & 1 == 1).collect()
}

pub(crate) fn view_of<'v, 'a>(views: &'v [View<'a>], interval: &Interval) -> &'v View<'a> {
    &views[interval.segment as usize]
}
