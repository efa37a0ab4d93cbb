//! The longest match from each token of an output, in each segment: all searches of an output side by side.

use super::bounds::{Around, Bounds, Edge};
use super::extent::Extents;
use super::insertion::{Insertion, Outer};
use super::interval::{Interval, Intervals};
use super::walk::interleave;
use crate::error::Result;
use crate::store::segment::View;
use crate::text::tokenizer::Token;
use crate::watch::Watch;

/// Tokens that are compared at once: one cache line. Longer matches are followed along their rows; in the campaign against the oracle, where assertions are on, that is nearly all.
const REACH: usize = if cfg!(debug_assertions) { 3 } else { 16 };

/// Tokens of which the pair table knows the interval.
const PAIR: u32 = 2;

/// Where the output from one token on stands in the order of one segment. There is one where the segment has the token and the next one together.
#[derive(Clone, Copy)]
struct Place {
    segment: u32,
    start: u32,
    /// The suffixes that begin with the first two tokens.
    pair: (u32, u32),
    /// A rank that is in the interval of every beginning of the longest match, or one past its end.
    rank: u32,
    /// Tokens shared with the suffix before the rank and with that at the rank; `UNKNOWN` says nothing.
    shared: (u32, u32),
    longest: u32,
    outer: Outer,
    /// Of a match that goes beyond what is compared at once: the interval of that much, and the tokens shared with the suffix before it.
    near: Option<((u32, u32), u32)>,
}

const UNKNOWN: u32 = u32::MAX;

/// All places of an output, and searches that begin at them.
pub(crate) struct Matches<'s, 'v> {
    pub(crate) views: &'s [View<'v>],
    pub(crate) output: &'s [Token],
    places: Vec<Place>,
    /// By token of the output, where its places begin; one more at the end.
    firsts: Vec<u32>,
    longest: Vec<u32>,
}

/// A beginning of the output from one token on: where it begins, and how many tokens it has.
pub(crate) type Stretch = (usize, usize);

impl<'s, 'v> Matches<'s, 'v> {
    /// # Errors
    /// Cancelled.
    pub(crate) fn find(views: &'s [View<'v>], output: &'s [Token], watch: Watch<'_>) -> Result<Self> {
        let mut matches = Self { views, output, places: Vec::new(), firsts: Vec::new(), longest: Vec::new() };
        matches.look_up_pairs();
        for part in 0..matches.places.len().div_ceil(PART) {
            watch.check()?;
            matches.search(part * PART..matches.places.len().min((part + 1) * PART));
        }
        watch.check()?;
        matches.follow_long(watch)?;
        matches.leave_out_masked();
        matches.longest = (0..output.len())
            .map(|start| matches.places_at(start).iter().map(|place| place.longest).max().unwrap_or(0))
            .collect();
        Ok(matches)
    }

    /// How many tokens from `start` on stand together in some row; 0 where not even two do.
    pub(crate) fn longest(&self, start: usize) -> usize {
        self.longest[start] as usize
    }

    /// The intervals of each stretch, none of which is longer than the longest match at its start.
    pub(crate) fn intervals(&self, stretches: &[Stretch], found: &mut Intervals) {
        found.clear();
        let mut searches = Vec::with_capacity(stretches.len());
        for (start, tokens) in stretches {
            let places = self.places_at(*start).iter().filter(|place| place.longest as usize >= *tokens);
            let unknown = places.clone().map(|place| Interval { segment: place.segment, start: 0, end: 0 });
            let first = found.push(unknown);
            searches.extend(places.zip(first as u32..).map(|(place, tag)| (place, *tokens, tag)));
        }
        let all = found.all_mut();
        let walks = searches.into_iter().map(|(place, tokens, tag)| self.bounds(place, tokens, tag));
        interleave(walks, |walk| {
            let interval = &mut all[walk.tag as usize];
            (interval.start, interval.end) = walk.interval();
        });
    }

    /// Asks for the memory that tells how far intervals go along with the output beyond the tokens that all their suffixes are known to share.
    pub(crate) fn prefetch_extents(&self, intervals: impl Iterator<Item = (Interval, usize)> + Clone) {
        let ends = intervals.flat_map(|(interval, known)| {
            let view = &self.views[interval.segment as usize];
            let last = (interval.len() > 1).then_some(interval.end - 1);
            [Some(interval.start), last].into_iter().flatten().map(move |rank| (view, rank as usize, known))
        });
        ends.clone().for_each(|(view, rank, _)| view.prefetch_position(rank));
        ends.for_each(|(view, rank, known)| view.prefetch_tokens(view.position(rank) + known));
    }

    fn bounds(&self, place: &Place, tokens: usize, tag: u32) -> Bounds<'s, 'v, 's> {
        let start = place.start as usize;
        let around = place.around(tokens as u32);
        let mut walk =
            Bounds::new(&self.views[place.segment as usize], &self.output[start..start + tokens], around);
        walk.tag = tag;
        walk
    }

    fn places_at(&self, start: usize) -> &[Place] {
        &self.places[self.firsts[start] as usize..self.firsts[start + 1] as usize]
    }

    fn look_up_pairs(&mut self) {
        self.firsts.reserve(self.output.len() + 1);
        self.places.reserve(self.output.len());
        let pairs: Vec<_> = self.views.iter().map(|view| view.pairs.ranks_of_pairs(self.output)).collect();
        for start in 0..self.output.len() {
            self.firsts.push(self.places.len() as u32);
            for (segment, pairs) in (0..).zip(&pairs) {
                let Some(ranks) = pairs.get(start).filter(|ranks| !ranks.is_empty()) else { continue };
                let pair = (ranks.start, ranks.end);
                let start = start as u32;
                self.places.push(Place::of_pair(segment, start, pair));
            }
        }
        self.firsts.push(self.places.len() as u32);
    }

    /// Finds each place's rank by the first tokens only.
    fn search(&mut self, part: std::ops::Range<usize>) {
        let mut places = std::mem::take(&mut self.places);
        let walks: Vec<Place> = places[part.clone()].to_vec();
        let walks = walks.into_iter().zip(part.start as u32..).map(|(place, tag)| {
            let start = place.start as usize;
            let wanted = &self.output[start..self.output.len().min(start + REACH)];
            let mut walk = Insertion::new(&self.views[place.segment as usize], wanted, place.pair, PAIR);
            walk.tag = tag;
            walk
        });
        interleave(walks, |walk| places[walk.tag as usize].settle(&walk));
        self.places = places;
    }

    /// Follows the matches that reach beyond what was compared.
    fn follow_long(&mut self, watch: Watch<'_>) -> Result<()> {
        let mut extents = Extents::new(self.output);
        let mut long: Vec<Long> = (0_u32..)
            .zip(&self.places)
            .filter(|(_, place)| {
                place.longest as usize == REACH && place.start as usize + REACH < self.output.len()
            })
            .map(|(at, place)| {
                let range = (place.outer.below.0, place.outer.above.0);
                Long { at, range, known: PAIR, reach: REACH as u32 }
            })
            .collect();
        while !long.is_empty() {
            watch.check()?;
            self.narrow_long(&mut long);
            for one in &long {
                let place = &mut self.places[one.at as usize];
                place.near.get_or_insert((one.range, place.shared.0));
            }
            self.prefetch_extents(long.iter().map(|one| {
                let place = &self.places[one.at as usize];
                (
                    Interval { segment: place.segment, start: one.range.0, end: one.range.1 },
                    one.known as usize,
                )
            }));
            long.retain_mut(|one| self.extend(one, &mut extents));
            self.search_long(&long);
            long.retain(|one| {
                let place = &self.places[one.at as usize];
                place.longest == one.reach && ((place.start + one.reach) as usize) < self.output.len()
            });
        }
        Ok(())
    }

    /// Where some rows don't count, the longest match is that of the nearest suffix on either side of the rank that does.
    fn leave_out_masked(&mut self) {
        let mut extents = Extents::new(self.output);
        for place in &mut self.places {
            let view = &self.views[place.segment as usize];
            let Some(mask) = view.mask() else { continue };
            let (start, rank) = (place.start as usize, place.rank as usize);
            let before = mask.last(place.pair.0 as usize..rank, view.local_rows());
            let after = mask.ranks(rank..place.pair.1 as usize, view.local_rows()).next();
            let shared = [before, after].into_iter().flatten().map(|rank| {
                let single = Interval { segment: place.segment, start: rank as u32, end: rank as u32 + 1 };
                extents.of(view, single, start, start) - start
            });
            place.longest = shared.max().unwrap_or(0) as u32;
        }
    }

    /// The interval of what each is known to share.
    fn narrow_long(&self, long: &mut [Long]) {
        let mut found = vec![(0, 0); long.len()];
        let walks = long.iter().zip(0_u32..).map(|(one, tag)| {
            let place = &self.places[one.at as usize];
            let start = place.start as usize;
            let edges = place.edges(one.reach);
            let inner = (place.rank, place.rank);
            let around = Around { range: one.range, known: one.known, inner, edges };
            let wanted = &self.output[start..start + one.reach as usize];
            let mut walk = Bounds::new(&self.views[place.segment as usize], wanted, around);
            walk.tag = tag;
            walk
        });
        interleave(walks, |walk| found[walk.tag as usize] = walk.interval());
        for (one, range) in long.iter_mut().zip(found) {
            (one.range, one.known) = (range, one.reach);
        }
    }

    /// Compares the interval's ends with the output; `false` where that says all: in an interval of one or two suffixes, or where all go along to the end.
    fn extend(&mut self, one: &mut Long, extents: &mut Extents<'_>) -> bool {
        let place = &mut self.places[one.at as usize];
        let view = &self.views[place.segment as usize];
        let start = place.start as usize;
        let known = start + one.known as usize;
        let mut agree = |rank: u32| {
            extents.of(view, Interval { segment: place.segment, start: rank, end: rank + 1 }, start, known)
        };
        let (first, last) = (one.range.0, one.range.1 - 1);
        let (with_first, with_last) = (agree(first), agree(last));
        let shared = with_first.min(with_last);
        if last - first < 2 || shared == self.output.len() {
            let (rank, until) = if with_first >= with_last { (first, with_first) } else { (last, with_last) };
            place.longest = (until - start) as u32;
            place.shared = (if rank == place.rank { place.shared.0 } else { UNKNOWN }, place.longest);
            place.rank = rank;
            return false;
        }
        one.known = (shared - start) as u32;
        one.reach = (shared + REACH).min(self.output.len()) as u32 - start as u32;
        true
    }

    /// Finds the ranks of long matches inside their intervals by the tokens up to `reach`.
    fn search_long(&mut self, long: &[Long]) {
        let mut places = std::mem::take(&mut self.places);
        let walks: Vec<_> = long.iter().map(|one| (*one, places[one.at as usize])).collect();
        let walks = walks.into_iter().map(|(one, place)| {
            let start = place.start as usize;
            let wanted = &self.output[start..start + one.reach as usize];
            let mut walk = Insertion::new(&self.views[place.segment as usize], wanted, one.range, one.known);
            walk.tag = one.at;
            walk
        });
        let mut ranges = long.iter().map(|one| (one.at, one.range)).collect::<Vec<_>>();
        ranges.sort_unstable();
        interleave(walks, |walk| {
            let place = &mut places[walk.tag as usize];
            let (left, right) = walk.shared();
            place.rank = walk.rank();
            place.longest = left.max(right);
            let range = ranges.binary_search_by_key(&walk.tag, |(at, _)| *at).map(|at| ranges[at].1);
            let range = range.unwrap_or_default();
            let inside = |is: bool, shared: u32| if is { shared } else { UNKNOWN };
            place.shared = (inside(place.rank > range.0, left), inside(place.rank < range.1, right));
        });
        self.places = places;
    }
}

/// Places between two looks at whether the work was cancelled.
const PART: usize = 4_096;

/// A match that goes on beyond what is known of it: `known` tokens of the suffixes in `range`, of which `reach` were compared.
#[derive(Clone, Copy)]
struct Long {
    at: u32,
    range: (u32, u32),
    known: u32,
    reach: u32,
}

impl Place {
    fn of_pair(segment: u32, start: u32, pair: (u32, u32)) -> Self {
        let outer = Outer { below: (pair.0, 0), above: (pair.1, 0) };
        Self { segment, start, pair, rank: pair.0, shared: (0, 0), longest: PAIR, outer, near: None }
    }

    /// From where the interval of a stretch of so many tokens is searched: what the searches before it saw is not looked at again.
    fn around(&self, tokens: u32) -> Around {
        let Outer { below, above } = self.outer;
        let range = (
            if below.1 < tokens { below.0 } else { self.pair.0 },
            if above.1 < tokens { above.0 } else { self.pair.1 },
        );
        let (inner, edges) = match self.near {
            Some((near, before)) if tokens as usize <= REACH => {
                let left = if before < tokens { Edge::Outside } else { Edge::Inside };
                (near, (left, Edge::Unknown))
            }
            _ => ((self.rank, self.rank), self.edges(tokens)),
        };
        Around { range, known: PAIR, inner, edges }
    }

    /// What is known of the suffixes on both sides of the rank, for a stretch of so many tokens.
    fn edges(&self, tokens: u32) -> (Edge, Edge) {
        let edge = |shared: u32| match shared {
            UNKNOWN => Edge::Unknown,
            shared if shared < tokens => Edge::Outside,
            _ => Edge::Inside,
        };
        (edge(self.shared.0), edge(self.shared.1))
    }

    fn settle(&mut self, walk: &Insertion<'_, '_, '_>) {
        let (left, right) = walk.shared();
        self.rank = walk.rank();
        // Outside the pair's interval nothing shares two tokens.
        let left = if self.rank > self.pair.0 { left } else { 0 };
        let right = if self.rank < self.pair.1 { right } else { 0 };
        self.shared = (left, right);
        self.outer = walk.outer();
        self.longest = left.max(right);
    }
}
