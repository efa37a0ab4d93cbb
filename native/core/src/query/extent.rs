//! How far whole intervals go along with the output, comparing no token twice on the same alignment.

use super::interval::{Interval, common};
use crate::store::segment::View;
use crate::text::tokenizer::Token;

/// Remembers, for the alignments of output and rows met last, up to where they agree.
///
/// Without it an output that repeats a row would be compared from each of its starts to its end: L * L / 2 tokens.
pub(crate) struct Extents<'o> {
    output: &'o [Token],
    recent: [Alignment; RECENT],
    next: usize,
}

/// An interval's two ends for a few segments and a few turns.
const RECENT: usize = 16;

#[derive(Clone, Copy)]
struct Alignment {
    segment: u32,
    /// Position in the segment less position in the output.
    diagonal: i64,
    /// The output positions from which on they are known to agree, and at which they differ.
    from: usize,
    until: usize,
}

impl<'o> Extents<'o> {
    pub(crate) fn new(output: &'o [Token]) -> Self {
        let nothing = Alignment { segment: u32::MAX, diagonal: 0, from: 0, until: 0 };
        Self { output, recent: [nothing; RECENT], next: 0 }
    }

    /// The output position up to which every suffix of the interval agrees with the output from `start` on, where they are known to agree before
    /// `known`. Suffixes are sorted, so what the first and the last share with the output, all of them share.
    pub(crate) fn of(&mut self, view: &View<'_>, interval: Interval, start: usize, known: usize) -> usize {
        let first = self.agree(view, (interval.segment, interval.start), start, known);
        if interval.len() == 1 || first == known {
            return first;
        }
        first.min(self.agree(view, (interval.segment, interval.end - 1), start, known))
    }

    fn agree(&mut self, view: &View<'_>, place: (u32, u32), start: usize, known: usize) -> usize {
        let (segment, rank) = place;
        let position = view.position(rank as usize);
        let diagonal = position as i64 - start as i64;
        let seen = self.recent.iter().find(|seen| {
            seen.diagonal == diagonal && seen.segment == segment && (seen.from..=seen.until).contains(&known)
        });
        if let Some(seen) = seen {
            return seen.until;
        }
        let rest = &self.output[known..];
        let until = known + common(view.tokens_from(position + (known - start), rest.len()), rest);
        self.recent[self.next] = Alignment { segment, diagonal, from: start, until };
        self.next = (self.next + 1) % RECENT;
        until
    }
}
