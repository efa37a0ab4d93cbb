//! The windows that pass, one from each token at most, and the matches that can't be longer at either end.

use std::iter::{StepBy, once, successors};
use std::ops::Range;

use super::interval::{Interval, Intervals};
use super::matches::{Matches, Stretch};
use super::trial::{Attempt, Trial, Verdict};
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
/// Starts come in passes, and lengths are tried in rounds, all starts of a round side by side: first the least that could say enough whoever holds it, as far as the
/// passes before don't tell that too many do; then, where it does not pass, the least at which its holders are fewer.
///
/// # Errors
/// Cancelled.
pub(crate) fn candidates(
    matches: &Matches<'_, '_>,
    information: &mut Information<'_>,
    parameters: &Parameters,
    watch: Watch<'_>,
) -> Result<Candidates> {
    let mut trial = Trial::new(matches, information, parameters);
    let mut found = Candidates::default();
    let mut ends = vec![usize::MAX; matches.output.len()];
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut intervals = Intervals::default();
    for starts in passes(matches.output.len()) {
        let mut pending = drop_hidden(trial.first_attempts(starts), &ends);
        while !pending.is_empty() {
            let mut next = Vec::new();
            for attempts in parts(&pending) {
                watch.check()?;
                stretches.clear();
                stretches.extend(attempts.iter().map(|attempt| (attempt.start, attempt.tokens)));
                matches.intervals(&stretches, &mut intervals);
                prefetch(matches, &stretches, &intervals);
                for (at, attempt) in attempts.iter().enumerate() {
                    watch.check()?;
                    match trial.judge(attempt, intervals.of(at)) {
                        Verdict::Passes { end, owners } => {
                            let own = found.all.len();
                            ends[attempt.start] = end;
                            found.intervals.push(intervals.of(at).iter().copied());
                            found.all.push(Candidate { start: attempt.start, end, owners, intervals: own });
                        }
                        Verdict::Next(attempt) => next.push(attempt),
                        Verdict::None => {}
                    }
                }
            }
            pending = drop_hidden(next, &ends);
        }
    }
    found.all.sort_unstable_by_key(|candidate| candidate.start);
    Ok(found)
}

/// The starts of an output, in passes: every so many first, and then, again and again, those in the middle between them, of which much is known by then.
fn passes(tokens: usize) -> impl Iterator<Item = StepBy<Range<usize>>> {
    let apart = (tokens / ABREAST).next_power_of_two();
    let halves = successors(Some(apart), |step| Some(step / 2)).take_while(|step| *step > 1);
    let between = halves.map(move |step| (step / 2..tokens.max(step / 2)).step_by(step));
    once((0..tokens).step_by(apart)).chain(between)
}

/// Starts in the first pass, at least half of them: enough to wait for memory together.
const ABREAST: usize = 32;

/// Tokens whose intervals are looked for between two looks at whether the work was cancelled.
const PART_TOKENS: usize = 1 << 18;

/// What each attempt takes whatever its length, in tokens.
const EACH: usize = 64;

/// Attempts side by side: all of them, but for very many long ones.
fn parts(pending: &[Attempt]) -> impl Iterator<Item = &[Attempt]> {
    let mut tokens = 0;
    pending.chunk_by(move |attempt, _| {
        tokens += attempt.tokens + EACH;
        let is_room = tokens < PART_TOKENS;
        tokens = if is_room { tokens } else { 0 };
        is_room
    })
}

/// Asks for the memory that judging reads.
fn prefetch(matches: &Matches<'_, '_>, stretches: &[Stretch], intervals: &Intervals) {
    for interval in intervals.all() {
        matches.views[interval.segment as usize].prefetch_holders(interval.ranks());
    }
    let untold = stretches.iter().enumerate().flat_map(|(at, (start, tokens))| {
        let untold = |interval: &&Interval| matches.told_extent(*start, **interval).is_none();
        intervals.of(at).iter().filter(untold).map(|interval| (*interval, *tokens))
    });
    let untold: Vec<(Interval, usize)> = untold.collect();
    matches.prefetch_extents(untold.iter().copied());
}

/// Drops the attempts that can only become windows with another inside them; `ends` are those of the candidates, by their starts.
fn drop_hidden(mut pending: Vec<Attempt>, ends: &[usize]) -> Vec<Attempt> {
    let (mut least_end, mut later) = (usize::MAX, ends.len());
    pending.reverse();
    pending.retain(|attempt| {
        let from = attempt.start + 1;
        least_end = ends[from..later].iter().fold(least_end, |least, end| least.min(*end));
        later = from;
        attempt.start + attempt.least() < least_end
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_comes_in_one_pass() {
        for tokens in (1..100).chain([511, 512, 513, 5_000]) {
            let mut starts: Vec<usize> = passes(tokens).flatten().collect();
            starts.sort_unstable();
            assert!(starts.into_iter().eq(0..tokens), "{tokens}");
        }
    }
}
