//! Rules 3 and 4: of the windows that pass only those with none inside them, each of the earliest row that holds it; and whose each token is.

use std::collections::VecDeque;

use crate::query::holders::{earliest_row, view_of};
use crate::query::interval::Interval;
use crate::query::scan::{Candidate, Candidates};
use crate::store::segment::View;
use crate::text::row::RowNumber;

/// A window that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The earliest row that holds it.
    pub(crate) row: RowNumber,
    /// o(w).
    pub(crate) owners: usize,
    /// Where it stands in the row's segment.
    pub(crate) interval: Interval,
}

/// Drops candidates that have another inside them; starts and ends of what is left rise strictly.
pub(crate) fn minimal_windows(views: &[View<'_>], candidates: &Candidates) -> Vec<Window> {
    let mut least_end = usize::MAX;
    let mut minimal = Vec::with_capacity(candidates.all.len());
    for candidate in candidates.all.iter().rev() {
        if candidate.end < least_end {
            least_end = candidate.end;
            minimal.push(candidate);
        }
    }
    minimal.reverse();
    let intervals = |candidate: &Candidate| candidates.intervals.of(candidate.intervals);
    for interval in minimal.iter().flat_map(|candidate| intervals(candidate)) {
        view_of(views, interval).prefetch_earliest(interval.ranks());
    }
    let windows = minimal.into_iter().filter_map(|candidate| {
        let Candidate { start, end, owners, .. } = *candidate;
        let (row, interval) = earliest_row(views, intervals(candidate))?;
        Some(Window { start, end, row, owners, interval })
    });
    windows.collect()
}

/// For each token of the output the earliest row among those whose windows cover it.
pub(crate) fn rows_of_tokens(windows: &[Window], output_tokens: usize) -> Vec<Option<RowNumber>> {
    // Windows that may still be the earliest for some token, their rows rising: the front is the answer.
    let mut open: VecDeque<Window> = VecDeque::new();
    let mut coming = windows.iter().peekable();
    (0..output_tokens)
        .map(|at| {
            while let Some(window) = coming.next_if(|window| window.start <= at) {
                while open.back().is_some_and(|last| last.row >= window.row) {
                    open.pop_back();
                }
                open.push_back(*window);
            }
            while open.front().is_some_and(|first| first.end <= at) {
                open.pop_front();
            }
            open.front().map(|window| window.row)
        })
        .collect()
}
