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
    /// The same for all places at which output and row go along with each other, and rising with the place.
    fn diagonal(&self, output_tokens: usize) -> usize {
        self.place + output_tokens - self.span.start
    }
}

/// The spans around windows that are common to the output and a row, each with its first place; no longer one stands in the row around any.
pub(crate) struct RowSpans<'o, 'r> {
    output: &'o [Token],
    row: &'r [Token],
    spans: Vec<RowSpan>,
    /// Those around the last window, in order of their diagonals.
    around: Vec<RowSpan>,
    /// Those around the window before it.
    known: Vec<RowSpan>,
}

impl<'o, 'r> RowSpans<'o, 'r> {
    pub(crate) fn new(output: &'o [Token], row: &'r [Token]) -> Self {
        Self { output, row, spans: Vec::new(), around: Vec::new(), known: Vec::new() }
    }

    /// Adds what is around a window that stands at some places of the row. Windows come in the order of their starts. Says how many tokens were compared.
    pub(crate) fn add(&mut self, window: &Range<usize>, places: &mut [usize]) -> usize {
        places.sort_unstable();
        std::mem::swap(&mut self.known, &mut self.around);
        let mut known = self.known.drain(..).peekable();
        let (mut fresh, mut compared) = (0, 0);
        for place in places {
            let diagonal = *place + self.output.len() - window.start;
            while known.next_if(|one| one.diagonal(self.output.len()) < diagonal).is_some() {}
            // Windows of one passage follow each other: comparing its ends again for each would be quadratic.
            let same = known
                .next_if(|one| one.diagonal(self.output.len()) == diagonal && window.end <= one.span.end);
            self.around.push(same.unwrap_or_else(|| {
                let one = extend(self.output, self.row, window, *place);
                (fresh, compared) = (fresh + 1, compared + one.span.len());
                one
            }));
        }
        // A span inside another that goes around this window was inside it before.
        if fresh > 0 {
            self.spans.extend(longest(&self.around));
        }
        compared
    }

    /// In order of their starts.
    pub(crate) fn finish(mut self) -> Vec<RowSpan> {
        self.spans.sort_by_key(|one| (one.span.start, one.span.end, one.place));
        self.spans.dedup_by(|later, first| later.span == first.span);
        self.spans
    }
}

fn extend(output: &[Token], row: &[Token], window: &Range<usize>, place: usize) -> RowSpan {
    let before = output[..window.start].iter().rev().zip(row[..place].iter().rev());
    let left = before.take_while(|(one, other)| one == other).count();
    let after = output[window.end..].iter().zip(&row[place + window.len()..]);
    let right = after.take_while(|(one, other)| one == other).count();
    RowSpan { span: window.start - left..window.end + right, place: place - left }
}

/// The spans that are inside no other, each once.
fn longest(spans: &[RowSpan]) -> Vec<RowSpan> {
    let mut spans = spans.to_vec();
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
        let mut spans = RowSpans::new(&output, &row);
        spans.add(&(2..4), &mut [1, 6, 9, 12]);
        assert_eq!(spans.finish(), [RowSpan { span: 1..4, place: 5 }, RowSpan { span: 2..5, place: 1 }]);
    }
}
