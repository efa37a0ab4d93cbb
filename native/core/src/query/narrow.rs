//! Intervals of suffixes, and their narrowing by one more token.

use std::ops::Range;

use crate::store::order::order_key;
use crate::store::segment::View;
use crate::text::tokenizer::Token;

/// The suffixes of one segment that begin with some tokens: ranks, half-open, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) segment: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Interval {
    pub(crate) fn new(segment: usize, ranks: Range<usize>) -> Self {
        Self { segment: segment as u32, start: ranks.start as u32, end: ranks.end as u32 }
    }

    pub(crate) fn ranks(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// The part of an interval whose suffixes have `token` behind their first `depth` tokens; `None` when there is none. O(log n) loads.
pub(crate) fn narrow(view: &View<'_>, interval: Interval, depth: usize, token: Token) -> Option<Interval> {
    let wanted = order_key(token);
    let at = |rank: u32| view.tokens.get(view.position(rank as usize) + depth).map(|token| order_key(*token));
    // A suffix that ends before the token sorts first: `None < Some(_)`.
    let start = partition(interval.start, interval.end, |rank| at(rank) < Some(wanted));
    if start == interval.end || at(start) != Some(wanted) {
        return None;
    }
    let end = gallop(start + 1, interval.end, |rank| at(rank) == Some(wanted));
    Some(Interval { segment: interval.segment, start, end })
}

/// The intervals of a given sequence of tokens in one segment.
pub(crate) fn find(view: &View<'_>, segment: usize, tokens: &[Token]) -> Option<Interval> {
    let ranks = match *tokens {
        [] => return None,
        [only] => return view.pairs.first_ranks(only).map(|ranks| Interval::new(segment, ranks)),
        [first, second, ..] => view.pairs.ranks_of_pair(first, second)?,
    };
    let mut interval = Interval::new(segment, ranks);
    let mut depth = 2;
    while depth < tokens.len() {
        // What the two ends of the interval share, all suffixes between them share.
        let [first, last] = [interval.start, interval.end - 1].map(|rank| view.position(rank as usize));
        let rest = &tokens[depth..];
        let shared =
            common(&view.tokens[first + depth..], rest).min(common(&view.tokens[last + depth..], rest));
        depth += shared;
        if depth < tokens.len() {
            interval = narrow(view, interval, depth, tokens[depth])?;
            depth += 1;
        }
    }
    Some(interval)
}

/// How many tokens two sequences share at their beginning.
pub(crate) fn common(left: &[Token], right: &[Token]) -> usize {
    const STEP: usize = 16;
    let most = left.len().min(right.len());
    let mut equal = 0;
    while equal + STEP <= most && left[equal..equal + STEP] == right[equal..equal + STEP] {
        equal += STEP;
    }
    equal
        + left[equal..most].iter().zip(&right[equal..most]).take_while(|(left, right)| left == right).count()
}

/// The first rank from `start` to `end` for which `before` is false, where it is true for a beginning of the range only.
fn partition(mut start: u32, mut end: u32, before: impl Fn(u32) -> bool) -> u32 {
    while start < end {
        let middle = start + (end - start) / 2;
        if before(middle) { start = middle + 1 } else { end = middle }
    }
    start
}

/// As `partition`, in steps that double from the beginning: the part that is looked for is often short.
fn gallop(start: u32, end: u32, before: impl Fn(u32) -> bool) -> u32 {
    let (mut known, mut step) = (start, 1);
    while known + step <= end && before(known + step - 1) {
        known += step;
        step *= 2;
    }
    partition(known, end.min(known + step), before)
}
