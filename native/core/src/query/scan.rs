//! One pass over an output: for each start the shortest window that passes, and the longest match.

use super::extent::Extents;
use super::holders::count_owners;
use super::narrow::{Interval, narrow};
use crate::credit::information::Information;
use crate::error::Result;
use crate::parameters::Parameters;
use crate::store::segment::View;
use crate::text::tokenizer::Token;
use crate::watch::Watch;

/// A stretch of the output, in tokens, half-open, with where it stands in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// At most one for each segment, in the segments' order.
    pub(crate) intervals: Vec<Interval>,
}

/// A window that passes, before it is known whether another lies inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) at: Match,
    /// o(w).
    pub(crate) owners: usize,
}

/// What one pass finds, both in order of their starts.
#[derive(Default)]
pub(crate) struct Found {
    /// For each start at most one.
    pub(crate) candidates: Vec<Candidate>,
    /// The matches that can't be longer at either end.
    pub(crate) maximal: Vec<Match>,
}

/// Scans an output. For each start the same intervals are narrowed token by token, first until a window passes, then until nothing is
/// left.
///
/// # Errors
/// Cancelled.
pub(crate) fn scan(
    views: &[View<'_>],
    output: &[Token],
    information: &mut Information<'_>,
    parameters: &Parameters,
    watch: Watch<'_>,
) -> Result<Found> {
    let mut scan = Scan { views, output, extents: Extents::new(output), information, parameters };
    let mut found = Found::default();
    let mut covered = 0;
    for start in 0..output.len() {
        watch.check()?;
        let (candidate, longest) = scan.from(start, covered);
        found.candidates.extend(candidate);
        if let Some(longest) = longest {
            covered = longest.end;
            found.maximal.push(longest);
        }
    }
    Ok(found)
}

struct Scan<'s, 'v, 'i> {
    views: &'s [View<'v>],
    output: &'s [Token],
    extents: Extents<'s>,
    information: &'s mut Information<'i>,
    parameters: &'s Parameters,
}

impl Scan<'_, '_, '_> {
    /// The window of a start, and its longest match if that reaches beyond `covered`.
    fn from(&mut self, start: usize, covered: usize) -> (Option<Candidate>, Option<Match>) {
        let mut lanes = self.first_lanes(start);
        let mut candidate = None;
        let mut from = start + 1;
        while !lanes.is_empty() {
            for lane in lanes.iter_mut().filter(|lane| lane.until <= from) {
                lane.until =
                    self.extents.of(&self.views[lane.interval.segment as usize], lane.interval, start, from);
            }
            // Up to here no interval changes, and neither does o(w).
            let until = lanes.iter().map(|lane| lane.until).min().unwrap_or(from);
            if candidate.is_none() {
                candidate = self.shortest_window(start, from, until, &lanes);
            }
            if candidate.is_some() && covered == self.output.len() {
                return (candidate, None);
            }
            let next = self.advance(&lanes, start, until);
            if next.is_empty() {
                let longest =
                    (until > covered).then(|| Match { start, end: until, intervals: intervals(&lanes) });
                return (candidate, longest);
            }
            (lanes, from) = (next, until + 1);
        }
        (candidate, None)
    }

    /// The lanes that go on with the next token of the output.
    fn advance(&self, lanes: &[Lane], start: usize, until: usize) -> Vec<Lane> {
        let Some(token) = self.output.get(until) else { return Vec::new() };
        let mut next = Vec::with_capacity(lanes.len());
        for lane in lanes {
            if lane.until > until {
                next.push(*lane);
                continue;
            }
            let view = &self.views[lane.interval.segment as usize];
            let narrowed = match until - start {
                1 => view
                    .pairs
                    .ranks_of_pair(self.output[start], *token)
                    .map(|ranks| Interval::new(lane.interval.segment as usize, ranks)),
                depth => narrow(view, lane.interval, depth, *token),
            };
            next.extend(narrowed.map(|interval| Lane { interval, until: until + 1 }));
        }
        next
    }

    fn first_lanes(&self, start: usize) -> Vec<Lane> {
        let token = self.output[start];
        let ranks = self.views.iter().map(|view| view.pairs.first_ranks(token)).enumerate();
        ranks
            .filter_map(|(segment, ranks)| {
                Some(Lane { interval: Interval::new(segment, ranks?), until: start + 1 })
            })
            .collect()
    }

    /// The shortest window that ends from `from` to `until` and passes; for all of these ends the holders are the same.
    fn shortest_window(
        &mut self,
        start: usize,
        from: usize,
        until: usize,
        lanes: &[Lane],
    ) -> Option<Candidate> {
        let from = from.max(start + self.parameters.min_tokens);
        if from > until {
            return None;
        }
        let intervals = intervals(lanes);
        let owners = count_owners(self.views, &intervals, self.parameters.max_owners);
        if owners > self.parameters.max_owners {
            return None;
        }
        let end = self.information.first_end(start, from..until + 1, owners)?;
        Some(Candidate { at: Match { start, end, intervals }, owners })
    }
}

/// One segment's interval, and the output position up to which it is known to be the same.
#[derive(Clone, Copy)]
struct Lane {
    interval: Interval,
    until: usize,
}

fn intervals(lanes: &[Lane]) -> Vec<Interval> {
    lanes.iter().map(|lane| lane.interval).collect()
}
