//! The longest match from each token of an output, in each segment: all searches of an output side by side.

use std::cell::RefCell;

use super::bounds::{Around, Bounds};
use super::extent::Extents;
use super::holders::{Owners, count_owners};
use super::interval::{Interval, Intervals};
use super::place::{PAIR, Place, UNKNOWN};
use super::search::{Search, search};
use super::walk::interleave;
use crate::error::Result;
use crate::store::segment::View;
use crate::text::tokenizer::Token;
use crate::watch::Watch;

/// Tokens up to which a search alone finds a match: what it compares stands in rows that the searches from the tokens beside it compare, too, so it is in the cache. Longer
/// matches are followed along their rows; in the campaign against the oracle, where assertions are on, that is nearly all.
const REACH: usize = if cfg!(debug_assertions) { 3 } else { 512 };

/// All places of an output, and searches that begin at them.
pub(crate) struct Matches<'s, 'v> {
    pub(crate) views: &'s [View<'v>],
    pub(crate) output: &'s [Token],
    places: Vec<Place>,
    /// By token of the output, where its places begin; one more at the end.
    firsts: Vec<u32>,
    longest: Vec<u32>,
    owners: RefCell<Owners>,
}

/// A beginning of the output from one token on: where it begins, and how many tokens it has.
pub(crate) type Stretch = (usize, usize);

impl<'s, 'v> Matches<'s, 'v> {
    /// # Errors
    /// Cancelled.
    pub(crate) fn find(views: &'s [View<'v>], output: &'s [Token], watch: Watch<'_>) -> Result<Self> {
        let (places, firsts, longest) = (Vec::new(), Vec::new(), Vec::new());
        let mut matches = Self { views, output, places, firsts, longest, owners: RefCell::default() };
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
        let mut wanted = Vec::with_capacity(stretches.len());
        for (start, tokens) in stretches {
            let places = self.firsts[*start]..self.firsts[*start + 1];
            let places = places.filter(|at| self.places[*at as usize].longest as usize >= *tokens);
            found.push(places.map(|at| {
                wanted.push((at, *tokens as u32));
                Interval { segment: self.places[at as usize].segment, start: 0, end: 0 }
            }));
        }
        for (interval, ranks) in found.all_mut().iter_mut().zip(self.ranks(&wanted)) {
            (interval.start, interval.end) = ranks;
        }
    }

    /// The ranks of stretches: of each the number of its place, and how many tokens it has. Most are read where they end, the others searched side by side.
    fn ranks(&self, wanted: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let place = |at: u32| &self.places[at as usize];
        for (at, tokens) in wanted {
            self.views[place(*at).segment as usize].prefetch_around(place(*at).inside(*tokens));
        }
        let mut walks = Vec::new();
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(wanted.len());
        for ((at, tokens), tag) in wanted.iter().zip(0..) {
            let place = place(*at);
            let view = &self.views[place.segment as usize];
            found.push(place.ranks(view, *tokens).unwrap_or_else(|around| {
                let start = place.start as usize;
                let wanted = &self.output[start..start + *tokens as usize];
                walks.push(Bounds::new(view, wanted, around, tag));
                place.pair
            }));
        }
        interleave(walks.into_iter(), |walk| found[walk.tag as usize] = walk.interval());
        found
    }

    /// How many different owners hold what some intervals stand for: see [`count_owners`].
    pub(crate) fn count_owners(&self, intervals: &[Interval], limit: usize) -> usize {
        count_owners(self.views, intervals, limit, &mut self.owners.borrow_mut())
    }

    /// The output position up to which all suffixes of an interval agree with the output from `start` on, where no look at any of them is needed: one of them goes
    /// along as far as the longest match, and with that one the others have in common what all have in common.
    pub(crate) fn told_extent(&self, start: usize, interval: Interval) -> Option<usize> {
        let place = self.places_at(start).iter().find(|place| place.segment == interval.segment)?;
        let common = self.views[interval.segment as usize].common((interval.start, interval.end))?;
        Some(start + common.min(place.longest) as usize)
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
        let searches = self.places[part.clone()].iter().zip(part.start as u32..);
        let searches: Vec<Search> = searches
            .map(|(place, tag)| place.search(tag, place.pair, PAIR, self.wanted(place, REACH)))
            .collect();
        let places = &mut self.places;
        search(self.views, self.output, searches.into_iter(), |found| {
            places[found.tag as usize].settle(&found)
        });
    }

    /// So many of the tokens from a place on, or all that are left: where they begin in the output, and where they end.
    fn wanted(&self, place: &Place, tokens: usize) -> (u32, u32) {
        (place.start, self.output.len().min(place.start as usize + tokens) as u32)
    }

    /// Follows the matches that reach beyond what was compared.
    fn follow_long(&mut self, watch: Watch<'_>) -> Result<()> {
        let mut extents = Extents::new(self.output);
        let is_long = |place: &Place| place.longest as usize == REACH;
        let goes_on = |place: &Place| place.start as usize + REACH < self.output.len();
        let long = (0_u32..).zip(&self.places).filter(|(_, place)| is_long(place) && goes_on(place));
        let wanted: Vec<(u32, u32)> = long.map(|(at, _)| (at, REACH as u32)).collect();
        let ranks = self.ranks(&wanted).into_iter();
        let long = wanted.iter().zip(ranks).map(|((at, tokens), range)| Long::known(*at, range, *tokens));
        let mut long: Vec<Long> = long.collect();
        while !long.is_empty() {
            watch.check()?;
            self.prefetch_extents(long.iter().map(|one| {
                let segment = self.places[one.at as usize].segment;
                (Interval { segment, start: one.range.0, end: one.range.1 }, one.known as usize)
            }));
            long.retain_mut(|one| self.extend(one, &mut extents));
            self.search_long(&long);
            long.retain(|one| {
                let place = &self.places[one.at as usize];
                place.longest == one.reach && ((place.start + one.reach) as usize) < self.output.len()
            });
            self.narrow_long(&mut long);
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
            let inner = (place.rank, place.rank);
            let around = Around { range: one.range, known: one.known, inner, edges: place.edges(one.reach) };
            let wanted = &self.output[start..start + one.reach as usize];
            Bounds::new(&self.views[place.segment as usize], wanted, around, tag)
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
        let searches = long.iter().zip(0..).map(|(one, tag)| {
            let place = &self.places[one.at as usize];
            place.search(tag, one.range, one.known, self.wanted(place, one.reach as usize))
        });
        let searches: Vec<Search> = searches.collect();
        let places = &mut self.places;
        search(self.views, self.output, searches.into_iter(), |found| {
            let Long { at, range, .. } = long[found.tag as usize];
            let place = &mut places[at as usize];
            let (left, right) = found.shared;
            place.rank = found.range.0;
            place.longest = if left == UNKNOWN { right } else { left.max(right) };
            let inside = |is: bool, shared: u32| if is { shared } else { UNKNOWN };
            place.shared = (inside(place.rank > range.0, left), inside(place.rank < range.1, right));
        });
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

impl Long {
    fn known(at: u32, range: (u32, u32), tokens: u32) -> Self {
        Self { at, range, known: tokens, reach: tokens }
    }
}
