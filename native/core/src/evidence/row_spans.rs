//! The spans that an output and one row have in common around given windows: every place of a window in the row, made as long as it goes.

use std::cmp::Reverse;
use std::ops::Range;

use crate::text::tokenizer::Token;

/// A span of the output and the row's token at which it begins there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowSpan {
    pub(crate) span: Range<usize>,
    pub(crate) place: usize,
}

impl RowSpan {
    /// Whether this span says already how far a window at a place goes.
    fn has(&self, window: &Range<usize>, place: usize) -> bool {
        self.span.start <= window.start
            && window.end <= self.span.end
            && place.checked_sub(self.place) == Some(window.start - self.span.start)
    }
}

/// The spans around `windows` that are common to the output and a row, each with its first place; no longer one stands in the row around any.
pub(crate) fn row_spans<'w>(
    output: &[Token],
    row: &[Token],
    windows: impl Iterator<Item = &'w Range<usize>>,
) -> Vec<RowSpan> {
    let places = Places::of(row);
    let mut spans: Vec<RowSpan> = Vec::new();
    for window in windows {
        let fresh = places.find(&output[window.clone()]).map(|place| {
            // Windows of one passage follow each other: comparing its ends again for each would be quadratic.
            match spans.iter().rev().take(8).find(|known| known.has(window, place)) {
                Some(known) => known.clone(),
                None => extend(output, row, window, place),
            }
        });
        let longest = keep_longest(fresh.collect());
        spans.extend(longest);
    }
    spans.sort_by_key(|one| (one.span.start, one.span.end, one.place));
    spans.dedup_by(|later, first| later.span == first.span);
    spans
}

/// Where each pair of tokens stands in a row.
struct Places<'r> {
    row: &'r [Token],
    pairs: Vec<([Token; 2], u32)>,
}

impl<'r> Places<'r> {
    fn of(row: &'r [Token]) -> Self {
        let mut pairs: Vec<_> = row.windows(2).zip(0..).map(|(pair, at)| ([pair[0], pair[1]], at)).collect();
        pairs.sort_unstable();
        Self { row, pairs }
    }

    /// Where a window, of two tokens at least, stands, in order.
    fn find(&self, window: &[Token]) -> impl Iterator<Item = usize> {
        let from = self.pairs.partition_point(|(pair, _)| pair[..] < window[..2]);
        let pairs = self.pairs[from..].iter().take_while(|(pair, _)| window.starts_with(pair));
        pairs.map(|(_, at)| *at as usize).filter(|at| self.row[*at..].starts_with(window))
    }
}

fn extend(output: &[Token], row: &[Token], window: &Range<usize>, place: usize) -> RowSpan {
    let before = output[..window.start].iter().rev().zip(row[..place].iter().rev());
    let left = before.take_while(|(one, other)| one == other).count();
    let after = output[window.end..].iter().zip(&row[place + window.len()..]);
    let right = after.take_while(|(one, other)| one == other).count();
    RowSpan { span: window.start - left..window.end + right, place: place - left }
}

/// Drops spans inside another, and repeats behind the first place.
fn keep_longest(mut spans: Vec<RowSpan>) -> Vec<RowSpan> {
    spans.sort_by_key(|one| (one.span.start, Reverse(one.span.end), one.place));
    let mut reached = 0;
    spans.retain(|one| {
        let longer = one.span.end > reached;
        reached = reached.max(one.span.end);
        longer
    });
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_a_window_counts() {
        let output = [1, 2, 3, 4, 5, 6];
        let row = [9, 3, 4, 5, 9, 2, 3, 4, 9, 3, 4, 9, 3, 4, 5];
        let spans = row_spans(&output, &row, std::iter::once(&(2..4)));
        assert_eq!(spans, [RowSpan { span: 1..4, place: 5 }, RowSpan { span: 2..5, place: 1 }]);
    }
}
