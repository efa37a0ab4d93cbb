//! Where sequences of tokens would stand in the order of suffixes: binary searches that compare no token twice, many side by side, so that their waits for memory
//! are one.

use super::interval::common;
use super::place::UNKNOWN;
use crate::columns::order::order_key;
use crate::store::segment::View;
use crate::text::tokenizer::Token;

/// A search for some tokens of the output in a range: for a rank whose suffix begins with them, or else the first whose suffix is not before them.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    pub(crate) segment: u32,
    /// For the caller: whose search this is.
    pub(crate) tag: u32,
    /// The tokens that are wanted stand in the output from here on, up to there.
    pub(crate) wanted: (u32, u32),
    /// Ranks among which the answer lies; in the end both are the answer.
    pub(crate) range: (u32, u32),
    /// Tokens shared with the suffix before the range, and with that at its end; at first what all of its suffixes are known to share. In the end the first is
    /// `UNKNOWN` where all that is wanted stands at the range.
    pub(crate) shared: (u32, u32),
    /// Of the suffix in the middle of the range.
    pub(crate) position: u32,
}

/// Searches under way at once: a processor follows no more than a few dozen loads.
const LANES: usize = 32;

/// Runs all searches of `coming`, none of which has an empty range, and hands them on, in any order.
pub(crate) fn search(
    views: &[View<'_>],
    output: &[Token],
    mut coming: impl Iterator<Item = Search>,
    mut take: impl FnMut(Search),
) {
    let mut lanes: Vec<Search> = Vec::with_capacity(LANES);
    let view = |search: &Search| &views[search.segment as usize];
    let mut begin = || coming.next().inspect(|search| view(search).prefetch_position(search.middle()));
    lanes.extend(std::iter::from_fn(&mut begin).take(LANES));
    while !lanes.is_empty() {
        for lane in &mut lanes {
            let view = view(lane);
            lane.position = view.position(lane.middle()) as u32;
            view.prefetch_tokens((lane.position + lane.known()) as usize);
        }
        let mut at = 0;
        while let Some(lane) = lanes.get_mut(at) {
            let view = view(lane);
            lane.compare(view, output);
            if lane.range.0 < lane.range.1 {
                view.prefetch_position(lane.middle());
                at += 1;
                continue;
            }
            take(*lane);
            match begin() {
                Some(next) => {
                    *lane = next;
                    at += 1;
                }
                None => {
                    lanes.swap_remove(at);
                }
            }
        }
    }
}

impl Search {
    /// What all suffixes of the range share with what is wanted.
    fn known(&self) -> u32 {
        self.shared.0.min(self.shared.1)
    }

    fn middle(&self) -> usize {
        (self.range.0 + (self.range.1 - self.range.0) / 2) as usize
    }

    /// Halves the range by the suffix in its middle.
    #[inline]
    fn compare(&mut self, view: &View<'_>, output: &[Token]) {
        let (known, rank) = (self.known(), self.middle() as u32);
        let wanted = &output[(self.wanted.0 + known) as usize..self.wanted.1 as usize];
        let suffix = view.tokens_from((self.position + known) as usize, wanted.len());
        let equal = common(suffix, wanted);
        let next = |tokens: &[Token]| tokens.get(equal).map(|token| order_key(*token));
        // A suffix that ends sorts before one that goes on, and what is wanted before all that go on behind it.
        let is_before = equal < wanted.len() && next(suffix) < next(wanted);
        let shared = known + equal as u32;
        // No branch: nothing foresees this one.
        (self.range.0, self.shared.0) =
            if is_before { (rank + 1, shared) } else { (self.range.0, self.shared.0) };
        (self.range.1, self.shared.1) =
            if is_before { (self.range.1, self.shared.1) } else { (rank, shared) };
        if equal == wanted.len() {
            // All that is wanted stands here: whether it does before, too, is not asked for.
            (self.range.0, self.shared.0) = (rank, UNKNOWN);
        }
    }
}
