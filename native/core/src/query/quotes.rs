//! Stretches of data that are known to be stretches of the output: what stands in them is not compared again, with whatever part of the output. So all comparisons of an
//! output read each token of the data once, however much output and data repeat themselves.

use std::collections::BTreeMap;

use super::interval::common;
use super::repeats::Repeats;
use crate::store::segment::View;
use crate::text::tokenizer::Token;

/// What is known of the data that an output was compared with.
pub(crate) struct Quotes<'o> {
    output: &'o [Token],
    repeats: Repeats,
    /// By segment and position; none overlaps another.
    known: BTreeMap<Spot, Quote>,
    /// Those that a comparison went through as a whole. Room.
    passed: Vec<Spot>,
}

/// A segment and a position in it.
type Spot = (u32, usize);

/// So many tokens, equal to those of the output from `from` on.
#[derive(Clone, Copy)]
struct Quote {
    tokens: usize,
    from: usize,
}

impl<'o> Quotes<'o> {
    /// `None` where there is no memory for it.
    pub(crate) fn new(output: &'o [Token]) -> Option<Self> {
        let (known, passed) = (BTreeMap::new(), Vec::new());
        Some(Self { output, repeats: Repeats::of(output)?, known, passed })
    }

    /// What the output has in common with itself.
    pub(crate) fn repeats(&self) -> &Repeats {
        &self.repeats
    }

    /// The output position up to which data and output agree, the one from a spot on and the other from `start`.
    ///
    /// Quotes that are passed from end to end become one with what was read between them: a comparison that passes many leaves so many fewer to the next.
    pub(crate) fn agree(&mut self, view: &View<'_>, (segment, first): Spot, start: usize) -> usize {
        let (mut position, mut at) = (first, start);
        // What is to be one quote. One that begins before the first position is left as it is.
        let mut fresh = first..first;
        self.passed.clear();
        while at < self.output.len() {
            let before = self.known.range(..=(segment, position)).next_back();
            let around = before.filter(|(spot, quote)| spot.0 == segment && position < spot.1 + quote.tokens);
            let (same, most) = match around {
                Some((spot, quote)) => {
                    let inside = position - spot.1;
                    let most = quote.tokens - inside;
                    let same = self.repeats.common(quote.from + inside, at).min(most);
                    if same == most && inside > 0 {
                        fresh.start = position + most;
                    } else if same == most {
                        self.passed.push(*spot);
                    }
                    (same, most)
                }
                None => {
                    let next =
                        self.known.range((segment, position)..).next().filter(|(spot, _)| spot.0 == segment);
                    let most =
                        next.map_or(usize::MAX, |(spot, _)| spot.1 - position).min(self.output.len() - at);
                    let same = common(view.tokens_from(position, most), &self.output[at..at + most]);
                    fresh.end = position + same;
                    (same, most)
                }
            };
            (position, at) = (position + same, at + same);
            if same < most {
                break;
            }
            fresh.end = position;
        }
        if !fresh.is_empty() {
            for spot in &self.passed {
                self.known.remove(spot);
            }
            let quote = Quote { tokens: fresh.len(), from: start + (fresh.start - first) };
            self.known.insert((segment, fresh.start), quote);
        }
        at
    }
}
