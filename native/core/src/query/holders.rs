//! Who holds a passage: its earliest row, how many owners, how many rows.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::interval::Interval;
use crate::store::gaps::FAR;
use crate::store::segment::View;
use crate::text::row::RowNumber;

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
    let [interval] = intervals else { return count(views, intervals, limit) };
    let view = view_of(views, interval);
    if view.mask().is_some() {
        return count(views, intervals, limit);
    }
    // What is too long to be sure about mostly has more owners than anybody asks for already at its beginning.
    let beginning = interval.start as usize..(interval.end as usize).min(interval.start as usize + FAR);
    let counted = view.count_owners_up_to(beginning, limit);
    match counted > limit || interval.len() <= FAR {
        true => counted.min(limit.saturating_add(1)),
        false => count(views, intervals, limit),
    }
}

/// Of the owners at any ranks, or in several segments, each is looked for among those met before.
fn count(views: &[View<'_>], intervals: &[Interval], limit: usize) -> usize {
    let mut met = HashSet::new();
    for interval in intervals {
        let view = view_of(views, interval);
        let meet = &mut |rank| {
            met.insert(view.owner_at(rank));
            if met.len() > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        if visit_owners(view, interval, meet).is_break() {
            break;
        }
    }
    met.len()
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
