//! The windows that pass, one from each token at most, and the matches that can't be longer at either end.

use std::ops::Range;

use super::extent::Extents;
use super::interval::{Interval, Intervals};
use super::matches::{Matches, Stretch};
use crate::credit::information::Information;
use crate::error::Result;
use crate::parameters::Parameters;
use crate::watch::Watch;

/// A window that passes, before it is known whether another lies inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// o(w).
    pub(crate) owners: usize,
    /// Which of the intervals that came with it are its own.
    pub(crate) intervals: usize,
}

/// Candidates in order of their starts, and where they stand.
#[derive(Default)]
pub(crate) struct Candidates {
    pub(crate) all: Vec<Candidate>,
    pub(crate) intervals: Intervals,
}

/// For each start the shortest window that passes. Candidates that have another inside them may be missing.
///
/// Lengths are tried in rounds, all starts of a round side by side: first the least that could say enough whoever holds it, then, where it does not pass, the
/// least at which its holders are fewer.
///
/// # Errors
/// Cancelled.
pub(crate) fn candidates(
    matches: &Matches<'_, '_>,
    information: &mut Information<'_>,
    parameters: &Parameters,
    watch: Watch<'_>,
) -> Result<Candidates> {
    let mut trial = Trial { matches, information, parameters, extents: Extents::new(matches.output) };
    let mut pending = trial.first_stretches();
    let mut found = Candidates::default();
    let mut intervals = Intervals::default();
    while !pending.is_empty() {
        watch.check()?;
        matches.intervals(&pending, &mut intervals);
        for interval in intervals.all() {
            matches.views[interval.segment as usize].prefetch_holders(interval.ranks());
        }
        let untold = pending.iter().enumerate().flat_map(|(at, (start, tokens))| {
            let untold = |interval: &&Interval| matches.told_extent(*start, **interval).is_none();
            intervals.of(at).iter().filter(untold).map(|interval| (*interval, *tokens))
        });
        let untold: Vec<(Interval, usize)> = untold.collect();
        matches.prefetch_extents(untold.iter().copied());
        let mut next = Vec::new();
        for (at, (start, tokens)) in pending.iter().enumerate() {
            watch.check()?;
            match trial.judge((*start, *tokens), intervals.of(at)) {
                Verdict::Passes { end, owners } => {
                    let own = found.all.len();
                    found.intervals.push(intervals.of(at).iter().copied());
                    found.all.push(Candidate { start: *start, end, owners, intervals: own });
                }
                Verdict::Longer(tokens) => next.push((*start, tokens)),
                Verdict::None => {}
            }
        }
        pending = drop_hidden(next, &mut found.all);
    }
    Ok(found)
}

/// What one length says of a start.
enum Verdict {
    Passes { end: usize, owners: usize },
    Longer(usize),
    None,
}

struct Trial<'t, 'i, 's, 'v> {
    matches: &'t Matches<'s, 'v>,
    information: &'t mut Information<'i>,
    parameters: &'t Parameters,
    extents: Extents<'s>,
}

impl Trial<'_, '_, '_, '_> {
    fn first_stretches(&self) -> Vec<Stretch> {
        let starts = 0..self.matches.output.len();
        starts
            .filter_map(|start| {
                let longest = self.matches.longest(start);
                let tokens = self.information.least_tokens(start, self.parameters.min_tokens, longest)?;
                Some((start, tokens))
            })
            .collect()
    }

    fn judge(&mut self, (start, tokens): Stretch, intervals: &[Interval]) -> Verdict {
        let views = self.matches.views;
        let owners = self.matches.count_owners(intervals, self.parameters.max_owners);
        let is_rare = owners <= self.parameters.max_owners;
        let end = start + tokens;
        let said = if is_rare { self.information.of(start..end, owners) } else { 0 };
        if is_rare && said >= self.information.threshold() {
            return Verdict::Passes { end, owners };
        }
        // Up to here no interval changes, and neither does o(w).
        let until = intervals.iter().map(|interval| {
            let looked_at = || self.extents.of(&views[interval.segment as usize], *interval, start, end);
            self.matches.told_extent(start, *interval).unwrap_or_else(looked_at)
        });
        let until = until.min().unwrap_or(end);
        if let Some(end) = is_rare.then(|| self.information.first_end(said, end..until, owners)).flatten() {
            return Verdict::Passes { end, owners };
        }
        let tokens = until + 1 - start;
        if tokens <= self.matches.longest(start) { Verdict::Longer(tokens) } else { Verdict::None }
    }
}

/// Drops the stretches that can only become windows with another inside them; sorts the candidates by their starts.
fn drop_hidden(mut pending: Vec<Stretch>, candidates: &mut [Candidate]) -> Vec<Stretch> {
    // Those of each round stand in order: runs that only have to be merged.
    candidates.sort_by_key(|candidate| candidate.start);
    let mut later = candidates.iter().rev().peekable();
    let mut least_end = usize::MAX;
    pending.reverse();
    pending.retain(|(start, tokens)| {
        while let Some(candidate) = later.next_if(|candidate| candidate.start > *start) {
            least_end = least_end.min(candidate.end);
        }
        start + tokens < least_end
    });
    pending.reverse();
    pending
}

/// The matches that can't be longer at either end, in order of their starts; single tokens are left out.
pub(crate) fn maximal(matches: &Matches<'_, '_>) -> Vec<Range<usize>> {
    let mut covered = 0;
    let mut found = Vec::new();
    for start in 0..matches.output.len() {
        let end = start + matches.longest(start);
        if end > covered && end > start {
            covered = end;
            found.push(start..end);
        }
    }
    found
}
