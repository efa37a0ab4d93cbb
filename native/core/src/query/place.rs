//! Where the output stands in the order of one segment from one of its tokens on, and from there the interval of any of its beginnings.

use super::bounds::{Around, Edge};
use super::search::Search;
use crate::columns::shared::{End, MOST};
use crate::store::segment::View;

/// Tokens of which the pair table knows the interval.
pub(super) const PAIR: u32 = 2;

/// The most tokens whose intervals are read where they end; in the campaign fewer, so that longer ones are searched there, too.
const TOLD: u32 = if cfg!(debug_assertions) { 4 } else { MOST };

/// Where the output from one token on stands in the order of one segment. There is one where the segment has the token and the next one together.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) start: u32,
    /// The suffixes that begin with the first two tokens.
    pub(super) pair: (u32, u32),
    /// A rank that is in the interval of every beginning of the longest match, or one past its end.
    pub(super) rank: u32,
    /// Tokens shared with the suffix before the rank and with that at the rank; `UNKNOWN` says nothing.
    pub(super) shared: (u32, u32),
    pub(super) longest: u32,
}

/// Of a suffix that was not looked at.
pub(super) const UNKNOWN: u32 = u32::MAX;

impl Place {
    pub(super) fn of_pair(segment: u32, start: u32, pair: (u32, u32)) -> Self {
        Self { segment, start, pair, rank: pair.0, shared: (0, 0), longest: PAIR }
    }

    /// A rank in the interval of a stretch of so many tokens, no more than the longest match.
    pub(super) fn inside(&self, tokens: u32) -> u32 {
        let is_at = self.shared.1 != UNKNOWN && self.shared.1 >= tokens;
        if is_at || self.rank == self.pair.0 { self.rank } else { self.rank - 1 }
    }

    /// The ranks of a stretch of so many tokens, or from where they are searched: what is told or was seen is not looked at again.
    pub(super) fn ranks(&self, view: &View<'_>, tokens: u32) -> Result<(u32, u32), Around> {
        if tokens <= PAIR {
            return Ok(self.pair);
        }
        let told = view.around(self.inside(tokens), tokens.min(TOLD), self.pair);
        let (start, is_start) = known(told.0);
        let (end, is_end) = known(told.1);
        if tokens > TOLD {
            let range = (if is_start { start } else { self.pair.0 }, if is_end { end } else { self.pair.1 });
            let known = if is_start && is_end { TOLD } else { PAIR };
            let inner = (self.rank, self.rank);
            return Err(Around { range, known, inner, edges: self.edges(tokens) });
        }
        if is_start && is_end {
            return Ok((start, end));
        }
        let edge = |is_known: bool| if is_known { Edge::Outside } else { Edge::Unknown };
        let edges = (edge(is_start), edge(is_end));
        Err(Around { range: self.pair, known: PAIR, inner: (start, end), edges })
    }

    /// What is known of the suffixes on both sides of the rank, for a stretch of so many tokens.
    pub(super) fn edges(&self, tokens: u32) -> (Edge, Edge) {
        let edge = |shared: u32| match shared {
            UNKNOWN => Edge::Unknown,
            shared if shared < tokens => Edge::Outside,
            _ => Edge::Inside,
        };
        (edge(self.shared.0), edge(self.shared.1))
    }

    /// A search inside a range of which so many tokens are known.
    pub(super) fn search(&self, tag: u32, range: (u32, u32), known: u32, wanted: (u32, u32)) -> Search {
        Search { segment: self.segment, tag, wanted, range, shared: (known, known), position: 0 }
    }

    pub(super) fn settle(&mut self, found: &Search) {
        let (left, right) = found.shared;
        self.rank = found.range.0;
        // Outside the pair's interval nothing shares two tokens.
        let left = if self.rank > self.pair.0 { left } else { 0 };
        let right = if self.rank < self.pair.1 { right } else { 0 };
        self.shared = (left, right);
        self.longest = if left == UNKNOWN { right } else { left.max(right) };
    }
}

/// How far an end was found, and whether it is one.
fn known(end: End) -> (u32, bool) {
    match end {
        End::At(rank) => (rank, true),
        End::Beyond(rank) => (rank, false),
    }
}
