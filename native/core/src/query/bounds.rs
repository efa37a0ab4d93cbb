//! The interval of all suffixes that begin with some tokens, found outward from a rank inside it or at its edge: most are short.

use super::interval::common;
use super::walk::Walk;
use crate::store::segment::View;
use crate::text::tokenizer::Token;

/// A search for both ends of an interval.
pub(crate) struct Bounds<'v, 'a, 'o> {
    view: &'v View<'a>,
    wanted: &'o [Token],
    known: usize,
    below: Half,
    above: Half,
    probe: Probe,
    /// The rank that was looked at last.
    last: u32,
    /// For the caller: whose search this is.
    pub(crate) tag: u32,
}

/// One side: between `good`, up to which every suffix matches, and `bad`, from which on none does.
#[derive(Clone, Copy)]
struct Half {
    good: u32,
    bad: u32,
    /// How far the next look goes; 0 once one went too far.
    stride: u32,
}

/// What a step finds in the cache.
#[derive(Clone, Copy)]
enum Probe {
    Pointer(u32),
    Tokens(u32, usize),
    Done,
}

/// Pointers that mostly lie in one cache line.
const LINE: u32 = 16;

impl Probe {
    /// Begins to look at the suffix of a rank, from its token `known` on. What its pointer says is known at once where that of the rank looked at `last` came with it.
    #[inline]
    fn ask(view: &View<'_>, rank: u32, (last, known): (u32, usize)) -> Self {
        if rank / LINE == last / LINE {
            let position = view.position(rank as usize);
            view.prefetch_tokens(position + known);
            return Self::Tokens(rank, position);
        }
        view.prefetch_position(rank as usize);
        Self::Pointer(rank)
    }
}

/// From where an interval is searched.
#[derive(Clone, Copy)]
pub(crate) struct Around {
    /// Ranks among which the interval lies, and how many tokens all of these share with what is wanted.
    pub(crate) range: (u32, u32),
    pub(crate) known: u32,
    /// A part of the interval; an empty one is a rank in it or at one of its ends.
    pub(crate) inner: (u32, u32),
    /// The suffix before that part, and the one behind it.
    pub(crate) edges: (Edge, Edge),
}

/// What is known of a suffix beside the inner part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    Inside,
    Outside,
    Unknown,
}

impl<'v, 'a, 'o> Bounds<'v, 'a, 'o> {
    pub(crate) fn new(view: &'v View<'a>, wanted: &'o [Token], around: Around, tag: u32) -> Self {
        let Around { range, known, inner, edges } = around;
        // What is long already is likely to go on for as long.
        let stride = (inner.1 - inner.0).max(1);
        let half = |edge: Edge, rank: u32, bad: u32, next: u32| match edge {
            Edge::Inside => Half { good: next, bad, stride },
            Edge::Outside => Half { good: rank, bad: rank, stride },
            Edge::Unknown => Half { good: rank, bad, stride },
        };
        let below = half(edges.0, inner.0, range.0, inner.0.saturating_sub(1));
        let above = half(edges.1, inner.1, range.1, inner.1 + 1);
        let mut search = Self {
            view,
            wanted,
            known: known as usize,
            below,
            above,
            probe: Probe::Done,
            last: u32::MAX,
            tag,
        };
        search.ask();
        search
    }

    /// Half-open.
    pub(crate) fn interval(&self) -> (u32, u32) {
        (self.below.good, self.above.good)
    }

    /// Searches to the end by what is said of each rank: whether its suffix begins with all that is wanted.
    pub(crate) fn find(mut self, mut matches: impl FnMut(u32) -> bool) -> (u32, u32) {
        while let Some(rank) = self.next() {
            self.learn(rank, matches(rank));
        }
        self.interval()
    }

    fn ask(&mut self) -> bool {
        let Some(rank) = self.next() else {
            self.probe = Probe::Done;
            return false;
        };
        self.probe = Probe::ask(self.view, rank, (self.last, self.known));
        self.last = rank;
        true
    }

    fn next(&self) -> Option<u32> {
        let Half { good, bad, stride } = self.below;
        if good > bad {
            return Some(if stride > 0 {
                bad.max(good.saturating_sub(stride))
            } else {
                bad + (good - bad) / 2
            });
        }
        let Half { good, bad, stride } = self.above;
        (bad > good)
            .then(|| if stride > 0 { (bad - 1).min(good + stride - 1) } else { good + (bad - good) / 2 })
    }

    fn learn(&mut self, rank: u32, matches: bool) {
        let is_below = self.below.good > self.below.bad;
        let half = if is_below { &mut self.below } else { &mut self.above };
        match (is_below, matches) {
            (true, true) => half.good = rank,
            (true, false) => half.bad = rank + 1,
            (false, true) => half.good = rank + 1,
            (false, false) => half.bad = rank,
        }
        half.stride = if matches { half.stride.saturating_mul(2) } else { 0 };
    }
}

impl Walk for Bounds<'_, '_, '_> {
    #[inline]
    fn step(&mut self) -> bool {
        match self.probe {
            Probe::Pointer(rank) => {
                let position = self.view.position(rank as usize);
                self.view.prefetch_tokens(position + self.known);
                self.probe = Probe::Tokens(rank, position);
                true
            }
            Probe::Tokens(rank, position) => {
                let wanted = &self.wanted[self.known..];
                let rest = self.view.tokens_from(position + self.known, wanted.len());
                self.learn(rank, common(rest, wanted) == wanted.len());
                self.ask()
            }
            Probe::Done => false,
        }
    }
}
