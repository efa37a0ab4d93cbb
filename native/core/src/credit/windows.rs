//! Rules 3 and 4: of the windows that pass only those with none inside them, each of the earliest row that holds it; and whose each token is.

use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;

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

/// Whose each token of an output is: the earliest row's among those whose windows cover it.
pub(crate) struct Earners {
    rows: Vec<Option<RowNumber>>,
    /// The tokens of each row, in order: made for the first long window.
    tokens_of: OnceCell<HashMap<RowNumber, Vec<u32>>>,
}

/// Tokens of a window that are looked at one by one. Windows of a text that repeats itself may be as long as the output, from each of its tokens.
const SHORT: usize = 64;

impl Earners {
    pub(crate) fn of(windows: &[Window], output_tokens: usize) -> Self {
        Self { rows: rows_of_tokens(windows, output_tokens), tokens_of: OnceCell::new() }
    }

    pub(crate) fn rows(&self) -> &[Option<RowNumber>] {
        &self.rows
    }

    /// Whether some of a window's tokens went to a row.
    pub(crate) fn has(&self, window: &Window, row: RowNumber) -> bool {
        match window.end - window.start <= SHORT {
            true => self.rows[window.start..window.end].contains(&Some(row)),
            false => !self.among(window.start..window.end, row).is_empty(),
        }
    }

    /// Those of some tokens that went to a row.
    fn among(&self, tokens: Range<usize>, row: RowNumber) -> &[u32] {
        let of_row = self.tokens_of().get(&row).map_or(&[][..], Vec::as_slice);
        let first = of_row.partition_point(|token| (*token as usize) < tokens.start);
        let last = of_row.partition_point(|token| (*token as usize) < tokens.end);
        &of_row[first..last.max(first)]
    }

    fn tokens_of(&self) -> &HashMap<RowNumber, Vec<u32>> {
        self.tokens_of.get_or_init(|| {
            let mut tokens_of: HashMap<RowNumber, Vec<u32>> = HashMap::new();
            for (at, row) in (0..).zip(&self.rows) {
                row.iter().for_each(|row| tokens_of.entry(*row).or_default().push(at));
            }
            tokens_of
        })
    }

    /// Visits the tokens of each window that went to its row; those that went there in an earlier window of the row with as many owners are mostly left out.
    pub(crate) fn each(&self, windows: &[Window], mut visit: impl FnMut(&Window, usize)) {
        let mut visited: HashMap<(RowNumber, usize), usize> = HashMap::new();
        for window in windows {
            let Window { start, end, row, owners, .. } = *window;
            if end - start <= SHORT {
                (start..end).filter(|at| self.rows[*at] == Some(row)).for_each(|at| visit(window, at));
                continue;
            }
            // The first of a window says something else than inside another one.
            if self.rows[start] == Some(row) {
                visit(window, start);
            }
            let visited = visited.entry((row, owners)).or_default();
            let rest = self.among((*visited).max(start + 1)..end, row);
            rest.iter().for_each(|at| visit(window, *at as usize));
            *visited = end;
        }
    }
}

/// For each token of the output the earliest row among those whose windows cover it.
fn rows_of_tokens(windows: &[Window], output_tokens: usize) -> Vec<Option<RowNumber>> {
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
