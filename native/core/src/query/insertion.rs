//! Where a sequence of tokens would stand in the order of suffixes: a binary search that compares no token twice.

use super::interval::common;
use super::walk::Walk;
use crate::store::order::order_key;
use crate::store::segment::View;
use crate::text::tokenizer::Token;

/// A search for the first rank of a range whose suffix is not before `wanted`.
pub(crate) struct Insertion<'v, 'a, 'o> {
    view: &'v View<'a>,
    wanted: &'o [Token],
    range: (u32, u32),
    start: u32,
    end: u32,
    /// Tokens that `wanted` shares with the suffix before `start`, and with that at `end`, once these were looked at.
    left: u32,
    right: u32,
    outer: Outer,
    probe: Probe,
    /// The rank that was looked at last.
    last: u32,
    /// For the caller: whose search this is.
    pub(crate) tag: u32,
}

/// What else a search saw on its way: ranks a little outside, and how many tokens are shared there.
#[derive(Clone, Copy)]
pub(crate) struct Outer {
    /// The suffix before this rank shares so many.
    pub(crate) below: (u32, u32),
    /// The suffix at this rank shares so many, fewer than were wanted.
    pub(crate) above: (u32, u32),
}

/// What a step finds in the cache.
#[derive(Clone, Copy)]
pub(crate) enum Probe {
    Pointer(u32),
    Tokens(u32, usize),
    Done,
}

/// Pointers that mostly lie in one cache line.
const LINE: u32 = 16;

impl Probe {
    /// Begins to look at the suffix of a rank, from its token `known` on. What its pointer says is known at once where that of the rank looked at `last` came with it.
    #[inline]
    pub(crate) fn ask(view: &View<'_>, rank: u32, (last, known): (u32, usize)) -> Self {
        if rank / LINE == last / LINE {
            let position = view.position(rank as usize);
            view.prefetch_tokens(position + known);
            return Self::Tokens(rank, position);
        }
        view.prefetch_position(rank as usize);
        Self::Pointer(rank)
    }
}

impl<'v, 'a, 'o> Insertion<'v, 'a, 'o> {
    /// All suffixes of `range` are known to share `known` tokens with `wanted`.
    pub(crate) fn new(view: &'v View<'a>, wanted: &'o [Token], range: (u32, u32), known: u32) -> Self {
        let (start, end) = range;
        let outer = Outer { below: (start, 0), above: (end, 0) };
        let mut search = Self {
            view,
            wanted,
            range,
            start,
            end,
            left: known,
            right: known,
            outer,
            probe: Probe::Done,
            last: u32::MAX,
            tag: 0,
        };
        search.ask();
        search
    }

    /// The rank; it may be the end of the range.
    pub(crate) fn rank(&self) -> u32 {
        self.start
    }

    /// Tokens shared with the suffix before the rank and with that at the rank, where these lie in the range.
    pub(crate) fn shared(&self) -> (u32, u32) {
        (self.left, self.right)
    }

    /// Where the range itself is given, outside it nothing is shared.
    pub(crate) fn outer(&self) -> Outer {
        self.outer
    }

    fn ask(&mut self) -> bool {
        if self.start == self.end {
            self.probe = Probe::Done;
            return false;
        }
        let middle = self.start + (self.end - self.start) / 2;
        self.probe = Probe::ask(self.view, middle, (self.last, self.left.min(self.right) as usize));
        self.last = middle;
        true
    }

    fn compare(&mut self, rank: u32, position: usize) {
        let known = self.left.min(self.right) as usize;
        let suffix = self.view.tokens_from(position, self.wanted.len());
        let shared = known + common(&suffix[known.min(suffix.len())..], &self.wanted[known..]);
        let next = |tokens: &[Token]| tokens.get(shared).map(|token| order_key(*token));
        // A suffix that ends sorts before one that goes on, and what is wanted before all that go on behind it.
        if shared < self.wanted.len() && next(suffix) < next(self.wanted) {
            if self.start != self.range.0 {
                self.outer.below = (self.start, self.left);
            }
            (self.start, self.left) = (rank + 1, shared as u32);
        } else {
            if self.end != self.range.1 && (self.right as usize) < self.wanted.len() {
                self.outer.above = (self.end, self.right);
            }
            (self.end, self.right) = (rank, shared as u32);
        }
    }
}

impl Walk for Insertion<'_, '_, '_> {
    #[inline]
    fn step(&mut self) -> bool {
        match self.probe {
            Probe::Pointer(rank) => {
                let position = self.view.position(rank as usize);
                self.view.prefetch_tokens(position + self.left.min(self.right) as usize);
                self.probe = Probe::Tokens(rank, position);
                true
            }
            Probe::Tokens(rank, position) => {
                self.compare(rank, position);
                self.ask()
            }
            Probe::Done => false,
        }
    }
}
