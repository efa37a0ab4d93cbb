//! The rows of long intervals, with no rank read more often than intervals branch: those of an output lie inside one another or apart, and what is known of an inner
//! one is known of the outer.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::holding_rows::Holding;
use super::row_set::RowSet;
use crate::error::Result;
use crate::query::holders::view_of;
use crate::query::interval::Interval;
use crate::store::segment::View;
use crate::watch::Watch;

/// How many rows an interval has, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) total: usize,
    pub(crate) first: Vec<Holding>,
}

/// Ranks of an interval that is long: the rows of shorter ones are found for each.
pub(crate) const LONG: usize = if cfg!(debug_assertions) { 8 } else { 1 << 14 };

/// Ranks that are read between two looks at whether the work was cancelled: less than a millisecond.
pub(crate) const STEP: usize = 1 << 18;

/// Counts the rows of intervals and finds the first `most` of each.
///
/// # Errors
/// Cancelled.
pub(crate) fn hold(
    views: &[View<'_>],
    intervals: Vec<Interval>,
    (most, rows): (usize, &mut RowSet),
    watch: Watch<'_>,
) -> Result<HashMap<Interval, Held>> {
    let mut found = HashMap::with_capacity(intervals.len());
    for chain in chains(intervals) {
        let Some(innermost) = chain.last() else { continue };
        let view = view_of(views, innermost);
        rows.begin(view.rows());
        let mut inner = innermost.ranks().start..innermost.ranks().start;
        let mut held = Held { total: 0, first: Vec::new() };
        for interval in chain.iter().rev() {
            let ranks = interval.ranks();
            let parts = [ranks.start..inner.start, inner.end..ranks.end];
            for part in steps(&parts) {
                watch.check()?;
                held.total += rows.insert_ranks(view, part);
            }
            held.first = first_rows(rows, &held, most);
            for part in steps(&parts) {
                watch.check()?;
                look_up(view, part, &mut held.first);
            }
            inner = ranks;
            found.insert(*interval, held.clone());
        }
    }
    Ok(found)
}

/// Intervals, each once, by the chain that they lie in: each of a chain holds the next, and is left for another chain by those alone that are shorter than the next. So
/// a rank is in as many chains as there are times that intervals around it can halve.
fn chains(mut intervals: Vec<Interval>) -> Vec<Vec<Interval>> {
    intervals.sort_unstable_by_key(|one| (one.segment, Reverse(one.len()), one.start));
    intervals.dedup();
    let mut chains: Vec<Vec<Interval>> = Vec::new();
    for interval in intervals {
        let holds = |outer: &Interval| {
            outer.segment == interval.segment && outer.start <= interval.start && interval.end <= outer.end
        };
        match chains.iter_mut().find(|chain| chain.last().is_some_and(holds)) {
            Some(chain) => chain.push(interval),
            None => chains.push(vec![interval]),
        }
    }
    chains
}

/// Ranges, cut into steps.
pub(crate) fn steps(ranges: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> + '_ {
    ranges
        .iter()
        .flat_map(|range| range.clone().step_by(STEP).map(|start| start..range.end.min(start + STEP)))
}

/// The first rows of an outer interval. Those of them that the inner one has are among its first rows, too: their places there are known.
fn first_rows(rows: &RowSet, inner: &Held, most: usize) -> Vec<Holding> {
    let mut first = Vec::new();
    rows.first(most.min(inner.total), &mut first);
    let position = |row: &u32| match inner.first.binary_search_by_key(row, |held| held.row) {
        Ok(at) => inner.first[at].position,
        Err(_) => u32::MAX,
    };
    first.iter().map(|row| Holding { row: *row, position: position(row) }).collect()
}

/// Finds the first places of the rows among some ranks.
pub(crate) fn look_up(view: &View<'_>, ranks: Range<usize>, first: &mut [Holding]) {
    let Some(last) = first.last() else { return };
    view.local_rows().each_at_most(ranks, last.row, |row, rank| {
        if let Ok(at) = first.binary_search_by_key(&row, |held| held.row) {
            first[at].position = first[at].position.min(view.position(rank) as u32);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_stand_in_the_chain_of_the_longest_inside_each() {
        let of = |segment, start, end| Interval { segment, start, end };
        let all = vec![
            of(0, 10, 20),
            of(0, 0, 100),
            of(1, 10, 20),
            of(0, 12, 18),
            of(0, 30, 90),
            of(0, 40, 50),
            of(0, 10, 20),
            of(0, 60, 80),
            of(0, 41, 43),
        ];
        let expected = [
            vec![of(0, 0, 100), of(0, 30, 90), of(0, 60, 80)],
            vec![of(0, 10, 20), of(0, 12, 18)],
            vec![of(0, 40, 50), of(0, 41, 43)],
            vec![of(1, 10, 20)],
        ];
        assert_eq!(chains(all), expected);
    }

    #[test]
    fn steps_are_the_ranges() {
        let ranges = [3..3, 5..6 + 2 * STEP, 7..9];
        let cut: Vec<_> = steps(&ranges).collect();
        assert_eq!(cut, [5..5 + STEP, 5 + STEP..5 + 2 * STEP, 5 + 2 * STEP..6 + 2 * STEP, 7..9]);
    }
}
