//! Which length from one token on is the first that passes: o(w) never grows with the length, so lengths that as many owners hold are one run, whose end is found in
//! steps that double and then halve.

use super::borders::Borders;
use super::interval::Interval;
use super::matches::Matches;
use crate::credit::information::{Bits, Information};
use crate::parameters::Parameters;

/// A length to be judged.
#[derive(Clone, Copy)]
pub(super) struct Attempt {
    pub(super) start: usize,
    pub(super) tokens: usize,
    /// What is known of the lengths before it.
    run: Option<Run>,
}

/// Lengths from one start that so many owners hold, none of which passes.
#[derive(Clone, Copy)]
struct Run {
    /// More than `max_owners` are counted as one more.
    owners: usize,
    /// The longest that is known to be one of them, and what it says where not too many hold it.
    longest: usize,
    said: Bits,
    /// The least that is known to be none.
    beyond: usize,
    stride: usize,
}

impl Attempt {
    fn fresh(start: usize, tokens: usize) -> Self {
        Self { start, tokens, run: None }
    }

    /// The least length that could pass.
    pub(super) fn least(&self) -> usize {
        self.run.map_or(self.tokens, |run| run.longest + 1)
    }
}

/// What one length says of a start.
pub(super) enum Verdict {
    Passes { end: usize, owners: usize },
    Next(Attempt),
    None,
}

pub(super) struct Trial<'t, 'i, 's, 'v> {
    matches: &'t Matches<'s, 'v>,
    information: &'t mut Information<'i>,
    parameters: &'t Parameters,
    borders: Borders,
}

impl<'t, 'i, 's, 'v> Trial<'t, 'i, 's, 'v> {
    pub(super) fn new(
        matches: &'t Matches<'s, 'v>,
        information: &'t mut Information<'i>,
        parameters: &'t Parameters,
    ) -> Self {
        let borders = Borders::new(matches.output.len());
        Self { matches, information, parameters, borders }
    }

    /// Of the starts that have one, in their order.
    pub(super) fn first_attempts(&mut self, starts: impl Iterator<Item = usize>) -> Vec<Attempt> {
        self.borders.spread();
        starts.filter_map(|start| self.first_attempt(start)).collect()
    }

    /// The least length that could say enough and that is not known to be held by too many.
    fn first_attempt(&self, start: usize) -> Option<Attempt> {
        let longest = self.matches.longest(start);
        let least = self.information.least_tokens(start, self.parameters.min_tokens, longest)?;
        let (common, rare) = self.borders.around(start);
        let known = common.saturating_sub(start);
        if known < least {
            return Some(Attempt::fresh(start, least));
        }
        let owners = self.parameters.max_owners.saturating_add(1);
        let beyond = rare.min(start + longest + 1) - start;
        let stride = usize::from(rare > start + longest);
        let run = Run { owners, longest: known, said: 0, beyond, stride };
        (known < longest).then_some(Attempt { start, tokens: known + 1, run: Some(run) })
    }

    pub(super) fn judge(&mut self, attempt: &Attempt, intervals: &[Interval]) -> Verdict {
        let owners = self.matches.count_owners(intervals, self.parameters.max_owners);
        let (start, end) = (attempt.start, attempt.start + attempt.tokens);
        match owners > self.parameters.max_owners {
            true => self.borders.note_common(start, end),
            false => self.borders.note_rare(start, end),
        }
        match attempt.run {
            Some(run) if run.owners == owners => self.lengthen(attempt, run, intervals),
            Some(run) if run.longest + 1 < attempt.tokens => {
                self.next(start, Run { beyond: attempt.tokens, stride: 0, ..run })
            }
            _ => self.begin(attempt, owners, intervals),
        }
    }

    /// Judges the first length that so many owners hold.
    fn begin(&mut self, attempt: &Attempt, owners: usize, intervals: &[Interval]) -> Verdict {
        let Attempt { start, tokens, .. } = *attempt;
        let end = start + tokens;
        let is_rare = owners <= self.parameters.max_owners;
        let said = if is_rare { self.information.of(start..end, owners) } else { 0 };
        if is_rare && said >= self.information.threshold() {
            return Verdict::Passes { end, owners };
        }
        // Of a common run it may be known from other starts where it can't go on; it is no shorter than what was looked at.
        let rare = if is_rare { usize::MAX } else { self.borders.around(start).1 };
        let beyond = (rare.min(start + self.matches.longest(start) + 1) - start).max(tokens + 1);
        let run = Run { owners, longest: tokens, said, beyond, stride: 1 };
        self.lengthen(attempt, run, intervals)
    }

    /// Judges the lengths of a run up to the one that was looked at, and those behind it for which no interval changes.
    fn lengthen(&mut self, attempt: &Attempt, run: Run, intervals: &[Interval]) -> Verdict {
        let Attempt { start, tokens, .. } = *attempt;
        let end = start + tokens;
        // Where no interval changes, neither does o(w).
        let until = self.matches.extent((start, end), intervals);
        let Run { owners, said, stride, .. } = run;
        let mut said = said;
        if owners <= self.parameters.max_owners {
            let behind = start + run.longest..until;
            if let Some(first) = self.information.first_end(said, behind.clone(), owners) {
                // The intervals are those of what was looked at: a shorter one is looked at itself.
                if first < end {
                    return Verdict::Next(Attempt::fresh(start, first - start));
                }
                return Verdict::Passes { end: first, owners };
            }
            said += self.information.of_inner(behind, owners);
        } else {
            self.borders.note_common(start, until);
        }
        let longest = until - start;
        // A first look goes to the next length: mostly fewer hold that.
        let stride = match tokens > run.longest {
            true => 2 * stride,
            false => stride,
        };
        self.next(start, Run { longest, said, stride, ..run })
    }

    /// Where the end of a run is looked for next, or what begins behind it.
    fn next(&self, start: usize, run: Run) -> Verdict {
        let Run { longest, beyond, stride, .. } = run;
        match longest + 1 < beyond {
            true => {
                let step = if stride > 0 { stride.min(beyond - 1 - longest) } else { (beyond - longest) / 2 };
                Verdict::Next(Attempt { start, tokens: longest + step, run: Some(run) })
            }
            false if beyond <= self.matches.longest(start) => Verdict::Next(Attempt::fresh(start, beyond)),
            false => Verdict::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicBool, Ordering};

    use crate::watch::{CHECKS, Step, Watch};
    use crate::{BuildOptions, Builder, Index, Parameters, Row};

    const OUTPUT: usize = 1_500;

    /// Rows of one word, by one owner each, and others that use it twice.
    fn index_of_runs(folder: &std::path::Path, lengths: &[usize]) -> Index {
        let folder = folder.join("index");
        let options = BuildOptions { sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default()).unwrap();
        for (tokens, line) in lengths.iter().zip(1..) {
            let row = Row { id: line.to_string(), owner: None, text: " the".repeat(*tokens), metadata: None };
            builder.add_row(&row, "rows", line).unwrap();
        }
        builder.finish().unwrap();
        Index::open(&folder).unwrap()
    }

    /// How often a scan looked whether it was cancelled: once for each length that it tried, and seldom between.
    fn tries(index: &Index, parameters: &Parameters) -> usize {
        let (before, tries) = (Cell::new(0), Cell::new(0));
        let count = |step: Step| match step {
            Step::Counts => before.set(CHECKS.get()),
            Step::Scan => tries.set(CHECKS.get() - before.get()),
            _ => {}
        };
        let answer =
            index.attribute(&" the".repeat(OUTPUT), parameters, Watch::default().stepping_to(&count));
        assert_eq!(answer.unwrap().unattributed_ppb, 1_000_000_000);
        tries.get()
    }

    #[test]
    fn a_text_that_repeats_one_token_takes_few_tries_from_each_token() {
        let home = tempfile::tempdir().unwrap();
        let common = index_of_runs(&home.path().join("common"), &[3_000; 5]);
        // Whatever the length, more than three hold it: what the first start tells, no other looks at.
        let tried = tries(&common, &Parameters { max_owners: 3, ..Parameters::default() });
        assert!((1..OUTPUT).contains(&tried), "{tried}");
        // Whatever the length, one holds it, and with so small a weight it says next to nothing.
        let rare = index_of_runs(&home.path().join("rare"), &[3_000, 2, 2, 2]);
        let tried = tries(&rare, &Parameters { mu: 1e-9, ..Parameters::default() });
        assert!((OUTPUT..OUTPUT * 13).contains(&tried), "{tried}");
        // So many lengths at which there are fewer holders.
        let steps: Vec<usize> = (1..=5).map(|step| step * 300).chain([2; 3]).collect();
        let falling = index_of_runs(&home.path().join("falling"), &steps);
        let tried = tries(&falling, &Parameters { mu: 1e-9, ..Parameters::default() });
        assert!((OUTPUT..OUTPUT * 5 * 20).contains(&tried), "{tried}");
    }

    #[test]
    fn a_scan_ends_when_it_is_cancelled() {
        let home = tempfile::tempdir().unwrap();
        let index = index_of_runs(home.path(), &[3_000; 5]);
        let stop = AtomicBool::new(false);
        let cancel = |step: Step| stop.store(step == Step::Counts, Ordering::Relaxed);
        let watch = Watch::default().cancelled_by(&stop).stepping_to(&cancel);
        let error = index.attribute(&" the".repeat(OUTPUT), &Parameters::default(), watch).unwrap_err();
        assert_eq!(error.code(), "ABORT_ERR");
    }
}
