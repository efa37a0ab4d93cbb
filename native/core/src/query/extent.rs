//! How far whole intervals go along with the output, comparing no token twice on the same alignment; where output or data repeat themselves, on no alignment.

use super::interval::{Interval, common};
use super::quotes::Quotes;
use super::repeats::Repeats;
use crate::store::segment::View;
use crate::text::tokenizer::Token;

/// Remembers, for the alignments of output and rows met last, up to where they agree.
///
/// Without it an output that repeats a row would be compared from each of its starts to its end: L * L / 2 tokens.
pub(crate) struct Extents<'o> {
    output: &'o [Token],
    recent: [Alignment; RECENT],
    next: usize,
    /// Tokens that were compared so far.
    compared: usize,
    /// Once these were many.
    quotes: Option<Quotes<'o>>,
}

/// Tokens compared for each of the output's, and in all, from which on it is worth noting what is known of the data: by then other alignments than the last are compared again and
/// again. In the campaign against the oracle soon.
const EACH: usize = if cfg!(debug_assertions) { 1 } else { 64 };
const IN_ALL: usize = if cfg!(debug_assertions) { 4 } else { 1 << 20 };

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
        Self { output, recent: [nothing; RECENT], next: 0, compared: 0, quotes: None }
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

    /// The output position up to which the suffix at a rank of a segment agrees with the output from `start` on, where they are known to agree before `known`.
    pub(crate) fn agree(
        &mut self,
        view: &View<'_>,
        (segment, rank): (u32, u32),
        start: usize,
        known: usize,
    ) -> usize {
        let position = view.position(rank as usize);
        let diagonal = position as i64 - start as i64;
        let seen = self.recent.iter().find(|seen| {
            seen.diagonal == diagonal && seen.segment == segment && (seen.from..=seen.until).contains(&known)
        });
        if let Some(seen) = seen {
            return seen.until;
        }
        let until = self.compare(view, (segment, position + (known - start)), known);
        self.recent[self.next] = Alignment { segment, diagonal, from: start, until };
        self.next = (self.next + 1) % RECENT;
        until
    }

    /// What the output has in common with itself, once it is known.
    pub(crate) fn repeats(&self) -> Option<&Repeats> {
        self.quotes.as_ref().map(Quotes::repeats)
    }

    fn compare(&mut self, view: &View<'_>, spot: (u32, usize), known: usize) -> usize {
        if self.quotes.is_none() && self.compared > IN_ALL.max(EACH * self.output.len()) {
            // Where there is no memory for them they are not asked for before as much again was compared.
            (self.quotes, self.compared) = (Quotes::new(self.output), 0);
        }
        match &mut self.quotes {
            Some(quotes) => quotes.agree(view, spot, known),
            None => {
                let rest = &self.output[known..];
                let same = common(view.tokens_from(spot.1, rest.len()), rest);
                self.compared += same;
                known + same
            }
        }
    }
}
