//! Intervals of suffixes, and how far two sequences of tokens go together.

use std::ops::Range;

use crate::text::tokenizer::Token;

/// The suffixes of one segment that begin with some tokens: ranks, half-open, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Interval {
    pub(crate) segment: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Interval {
    pub(crate) fn ranks(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// The intervals of several sequences of tokens: for each at most one a segment, in the segments' order.
#[derive(Default)]
pub(crate) struct Intervals {
    all: Vec<Interval>,
    ends: Vec<u32>,
}

impl Intervals {
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.ends.clear();
    }

    /// Adds those of one more sequence and says where they begin.
    pub(crate) fn push(&mut self, intervals: impl IntoIterator<Item = Interval>) -> usize {
        let start = self.all.len();
        self.all.extend(intervals);
        self.ends.push(self.all.len() as u32);
        start
    }

    /// Those of the sequence that was added as the `at`th.
    pub(crate) fn of(&self, at: usize) -> &[Interval] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..self.ends[at] as usize]
    }

    pub(crate) fn all(&self) -> &[Interval] {
        &self.all
    }

    pub(crate) fn all_mut(&mut self) -> &mut [Interval] {
        &mut self.all
    }
}

/// How many tokens two sequences share at their beginning.
#[inline]
pub(crate) fn common(left: &[Token], right: &[Token]) -> usize {
    let mut equal = left.iter().zip(right).take(STEP).take_while(|(left, right)| left == right).count();
    // Most differ soon: only those that don't are worth comparing in steps.
    if equal == STEP {
        let steps = left.as_chunks::<STEP>().0.iter().zip(right.as_chunks::<STEP>().0);
        equal = steps.take_while(|(left, right)| left == right).count() * STEP;
        equal += left[equal..].iter().zip(&right[equal..]).take_while(|(left, right)| left == right).count();
    }
    #[cfg(test)]
    COMPARED.set(COMPARED.get() + equal + 1);
    equal
}

#[cfg(test)]
thread_local! {
    /// How many tokens this thread compared.
    pub(crate) static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Tokens that are compared at once.
const STEP: usize = 8;
