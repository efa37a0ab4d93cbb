//! The longest match from each token of an output, in each segment: all searches of an output side by side.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::bounds::Bounds;
use super::extent::Extents;
use super::holders::{Owners, count_owners};
use super::interval::{Interval, Intervals};
use super::place::{PAIR, Place, UNKNOWN};
use super::search::{Search, search};
use super::walk::interleave;
use crate::columns::order::order_key;
use crate::error::Result;
use crate::store::mask::Mask;
use crate::store::segment::View;
use crate::text::tokenizer::Token;
use crate::watch::Watch;

/// Tokens up to which a search alone finds a match: what it compares stands in rows that the searches from the tokens beside it compare, too, so it is in the cache. Longer
/// matches are followed along their rows; in the campaign against the oracle, where assertions are on, that is nearly all.
const REACH: usize = if cfg!(debug_assertions) { 3 } else { 512 };

/// Tokens up to which suffixes are compared anew for each stretch whose interval is searched: of longer ones it is remembered how far they go along with the output.
const LONG: usize = if cfg!(debug_assertions) { 8 } else { 512 };

/// All places of an output, and searches that begin at them.
pub(crate) struct Matches<'s, 'v> {
    pub(crate) views: &'s [View<'v>],
    pub(crate) output: &'s [Token],
    places: Vec<Place>,
    /// By token of the output, where its places begin; one more at the end.
    firsts: Vec<u32>,
    longest: Vec<u32>,
    owners: RefCell<Owners>,
    extents: RefCell<Extents<'s>>,
    /// The ranks that were searched of stretches that the output may have again.
    searched: RefCell<HashMap<Alike, (u32, u32)>>,
    /// How many owners long intervals have, up to a limit.
    counted: RefCell<HashMap<(usize, Vec<Interval>), usize>>,
}

/// A segment, a number of tokens, and what all such stretches with the same tokens have in common.
type Alike = (u32, u32, u32);

/// Stretches whose ranks are kept: about 50 MB.
const SEARCHED: usize = 1 << 20;

/// Ranks up to which the owners of intervals are counted anew each time.
const COUNTED: usize = if cfg!(debug_assertions) { 8 } else { 1 << 14 };

/// A beginning of the output from one token on: where it begins, and how many tokens it has.
pub(crate) type Stretch = (usize, usize);

impl<'s, 'v> Matches<'s, 'v> {
    /// # Errors
    /// Cancelled.
    pub(crate) fn find(views: &'s [View<'v>], output: &'s [Token], watch: Watch<'_>) -> Result<Self> {
        let (places, firsts, longest) = (Vec::new(), Vec::new(), Vec::new());
        let (owners, extents) = (RefCell::default(), RefCell::new(Extents::new(output)));
        let (searched, counted) = (RefCell::default(), RefCell::default());
        let mut matches = Self { views, output, places, firsts, longest, owners, extents, searched, counted };
        matches.look_up_pairs(watch)?;
        for part in 0..matches.places.len().div_ceil(PART) {
            watch.check()?;
            matches.search(part * PART..matches.places.len().min((part + 1) * PART));
        }
        watch.check()?;
        matches.follow_long(watch)?;
        matches.leave_out_masked(watch)?;
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
        self.add_intervals(stretches, found);
    }

    /// As [`Matches::intervals`], behind what was found before.
    pub(crate) fn add_intervals(&self, stretches: &[Stretch], found: &mut Intervals) {
        let before = found.all().len();
        let mut wanted = Vec::with_capacity(stretches.len());
        for (start, tokens) in stretches {
            let places = self.firsts[*start]..self.firsts[*start + 1];
            let places = places.filter(|at| self.places[*at as usize].longest as usize >= *tokens);
            found.push(places.map(|at| {
                wanted.push((at, *tokens as u32));
                Interval { segment: self.places[at as usize].segment, start: 0, end: 0 }
            }));
        }
        for (interval, ranks) in found.all_mut()[before..].iter_mut().zip(self.ranks(&wanted)) {
            (interval.start, interval.end) = ranks;
        }
    }

    /// The ranks of stretches: of each the number of its place, and how many tokens it has. Most are read where they end, the others searched side by side, and only once where the
    /// output repeats itself.
    fn ranks(&self, wanted: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let place = |at: u32| &self.places[at as usize];
        for (at, tokens) in wanted {
            self.views[place(*at).segment as usize].prefetch_around(place(*at).inside(*tokens));
        }
        let (mut walks, mut again) = (Vec::new(), Vec::new());
        let mut begun: HashMap<Alike, u32> = HashMap::new();
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(wanted.len());
        let (mut extents, mut searched) = (self.extents.borrow_mut(), self.searched.borrow_mut());
        for ((at, tokens), tag) in wanted.iter().zip(0..) {
            let place = place(*at);
            let view = &self.views[place.segment as usize];
            let start = place.start as usize;
            let alike = extents.repeats().map(|repeats| repeats.alike(start, *tokens as usize));
            let alike = alike.map(|alike| (place.segment, *tokens, alike));
            if let Some(ranks) = alike.and_then(|alike| searched.get(&alike)) {
                found.push(*ranks);
                continue;
            }
            if let Some(first) = alike.and_then(|alike| begun.get(&alike)) {
                again.push((tag, *first));
                found.push(place.pair);
                continue;
            }
            begun.extend(alike.map(|alike| (alike, tag)));
            found.push(place.ranks(view, *tokens).unwrap_or_else(|around| {
                let (known, end) = (start + around.known as usize, start + *tokens as usize);
                let walk = Bounds::new(view, &self.output[start..end], around, tag);
                if *tokens as usize > LONG {
                    return walk.find(|rank| extents.agree(view, (place.segment, rank), start, known) >= end);
                }
                walks.push(walk);
                place.pair
            }));
        }
        interleave(walks.into_iter(), |walk| found[walk.tag as usize] = walk.interval());
        for (tag, first) in again {
            found[tag as usize] = found[first as usize];
        }
        if searched.len() > SEARCHED {
            searched.clear();
        }
        searched.extend(begun.into_iter().map(|(alike, tag)| (alike, found[tag as usize])));
        found
    }

    /// How many different owners hold what some intervals stand for: see [`count_owners`].
    pub(crate) fn count_owners(&self, intervals: &[Interval], limit: usize) -> usize {
        let mut owners = self.owners.borrow_mut();
        if intervals.iter().map(Interval::len).sum::<usize>() <= COUNTED {
            return count_owners(self.views, intervals, limit, &mut owners);
        }
        // A text that repeats itself asks for the same again and again.
        let mut counted = self.counted.borrow_mut();
        *counted
            .entry((limit, intervals.to_vec()))
            .or_insert_with(|| count_owners(self.views, intervals, limit, &mut owners))
    }

    /// The output position up to which all suffixes of an interval agree with the output from `start` on, where no look at any of them is needed: one of them goes
    /// along as far as the longest match, and with that one the others have in common what all have in common.
    pub(crate) fn told_extent(&self, start: usize, interval: Interval) -> Option<usize> {
        let place = self.places_at(start).iter().find(|place| place.segment == interval.segment)?;
        let common = self.views[interval.segment as usize].common((interval.start, interval.end))?;
        Some(start + common.min(place.longest) as usize)
    }

    /// The output position up to which none of a stretch's intervals changes.
    pub(crate) fn extent(&self, (start, end): (usize, usize), intervals: &[Interval]) -> usize {
        let until = intervals.iter().map(|interval| {
            let view = &self.views[interval.segment as usize];
            let looked_at = || self.extents.borrow_mut().of(view, *interval, start, end);
            self.told_extent(start, *interval).unwrap_or_else(looked_at)
        });
        until.min().unwrap_or(end)
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

    fn look_up_pairs(&mut self, watch: Watch<'_>) -> Result<()> {
        self.firsts.reserve(self.output.len() + 1);
        self.places.reserve(self.output.len());
        for first in (0..self.output.len()).step_by(PART) {
            watch.check()?;
            let end = self.output.len().min(first + PART);
            let tokens = &self.output[first..self.output.len().min(end + 1)];
            let pairs: Vec<_> = self.views.iter().map(|view| view.pairs.ranks_of_pairs(tokens)).collect();
            for start in first..end {
                self.firsts.push(self.places.len() as u32);
                for (segment, pairs) in (0..).zip(&pairs) {
                    let ranks = pairs.get(start - first).filter(|ranks| !ranks.is_empty());
                    let Some(ranks) = ranks else { continue };
                    let pair = (ranks.start, ranks.end);
                    self.places.push(Place::of_pair(segment, start as u32, pair));
                }
            }
        }
        self.firsts.push(self.places.len() as u32);
        Ok(())
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
        let goes_on = |place: &Place| {
            place.longest as usize == REACH && place.start as usize + REACH < self.output.len()
        };
        let long = (0_u32..).zip(&self.places).filter(|(_, place)| goes_on(place));
        let long: Vec<(u32, u32)> = long.map(|(at, _)| (at, REACH as u32)).collect();
        for part in long.chunks(PART) {
            watch.check()?;
            let ranges = self.ranks(part);
            self.prefetch_extents(part.iter().zip(&ranges).map(|((at, tokens), range)| {
                let (segment, start) = (self.places[*at as usize].segment, middle(*range));
                (Interval { segment, start, end: start + 1 }, *tokens as usize)
            }));
            for ((at, _), range) in part.iter().zip(ranges) {
                self.follow(*at as usize, range);
            }
        }
        Ok(())
    }

    /// Finds a place's rank in the range of the suffixes that have the first `REACH` tokens.
    fn follow(&mut self, at: usize, mut range: (u32, u32)) {
        let place = &mut self.places[at];
        let (view, start) = (&self.views[place.segment as usize], place.start as usize);
        let extents = self.extents.get_mut();
        place.shared = (UNKNOWN, UNKNOWN);
        while range.0 < range.1 {
            let rank = middle(range);
            let until = extents.agree(view, (place.segment, rank), start, start + REACH);
            let shared = (until - start) as u32;
            let Some(wanted) = self.output.get(until) else {
                (range, place.shared) = ((rank, rank), (UNKNOWN, shared));
                break;
            };
            let next = view.tokens_from(view.position(rank as usize) + shared as usize, 1).first();
            match next.map(|token| order_key(*token)) < Some(order_key(*wanted)) {
                true => (range.0, place.shared.0) = (rank + 1, shared),
                false => (range.1, place.shared.1) = (rank, shared),
            }
        }
        place.rank = range.0;
        let known = [place.shared.0, place.shared.1].into_iter().filter(|shared| *shared != UNKNOWN);
        place.longest = known.max().unwrap_or(place.longest);
    }

    /// Where some rows don't count, the longest match is that of the nearest suffix on either side of the rank that does.
    fn leave_out_masked(&mut self, watch: Watch<'_>) -> Result<()> {
        let extents = self.extents.get_mut();
        let mut gaps = Gaps::default();
        for (at, place) in self.places.iter_mut().enumerate() {
            if at % PART == 0 {
                watch.check()?;
            }
            let view = &self.views[place.segment as usize];
            let Some(mask) = view.mask() else { continue };
            let shared = gaps.beside(view, mask, place).into_iter().flatten().map(|rank| {
                let start = place.start as usize;
                (extents.agree(view, (place.segment, rank), start, start) - start) as u32
            });
            place.longest = shared.max().unwrap_or(0);
        }
        Ok(())
    }
}

/// Ranges of ranks that don't count, as far as they were met.
#[derive(Default)]
struct Gaps(BTreeMap<(u32, u32), u32>);

impl Gaps {
    /// The nearest ranks that count before a place's rank and from it on, among those of its pair. No long gap is walked through twice.
    fn beside(&mut self, view: &View<'_>, mask: &Mask, place: &Place) -> [Option<u32>; 2] {
        let Place { segment, rank, pair, .. } = *place;
        let known = self.0.range(..=(segment, rank)).next_back();
        // One that ends with its pair may go on in the next one.
        let known = known.filter(|((of, start), end)| {
            *of == segment && *start >= pair.0 && rank <= **end && **end <= pair.1
        });
        let gap = known.map(|((_, start), end)| (*start, *end)).unwrap_or_else(|| {
            let rows = view.local_rows();
            let before = mask.last(pair.0 as usize..rank as usize, rows);
            let after = mask.ranks(rank as usize..pair.1 as usize, rows).next();
            let gap =
                (before.map_or(pair.0, |rank| rank as u32 + 1), after.map_or(pair.1, |rank| rank as u32));
            if gap.1 - gap.0 > NARROW {
                self.0.insert((segment, gap.0), gap.1);
            }
            gap
        });
        [(gap.0 > pair.0).then(|| gap.0 - 1), (gap.1 < pair.1).then_some(gap.1)]
    }
}

/// Ranks of a gap that is looked for each time.
const NARROW: u32 = if cfg!(debug_assertions) { 1 } else { 64 };

fn middle((start, end): (u32, u32)) -> u32 {
    start + (end - start) / 2
}

/// Places between two looks at whether the work was cancelled.
const PART: usize = 4_096;
