//! The rows that hold a passage, each with its first place there, in one pass over the passage's places.

use std::collections::HashMap;
use std::ops::Range;

use super::long_intervals::{Held, LONG, hold, steps};
use super::row_set::RowSet;
use crate::error::Result;
use crate::query::holders::view_of;
use crate::query::interval::Interval;
use crate::store::segment::View;
use crate::watch::Watch;

/// A row of a segment, and the position in the segment at which it first holds a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) row: u32,
    pub(crate) position: u32,
}

/// A row that holds a passage, in a segment.
pub(crate) type Found = (u32, Holding);

/// Room that looking for rows takes, kept from one passage to the next.
#[derive(Default)]
pub(crate) struct HoldingRows {
    sorted: Vec<u64>,
    left_out: Vec<u32>,
    rows: RowSet,
    /// What is known of long intervals.
    long: HashMap<Interval, Held>,
    /// The first rows of one passage.
    first: Vec<u32>,
    /// Which of what was found stands at which rank, too: not looked at yet.
    places: Vec<(u32, u32)>,
}

/// Places that are sorted; the rows of more are marked, in the campaign against the oracle nearly all.
pub(crate) const SORTED: usize = if cfg!(debug_assertions) { 3 } else { 32 };

impl HoldingRows {
    /// Counts and finds the rows of all long intervals: what `find` then takes.
    ///
    /// # Errors
    /// Cancelled.
    pub(crate) fn hold_long(
        &mut self,
        views: &[View<'_>],
        intervals: impl Iterator<Item = Interval>,
        most: usize,
        watch: Watch<'_>,
    ) -> Result<()> {
        let long = intervals.filter(|interval| interval.len() > LONG).collect();
        self.long = hold(views, long, (most, &mut self.rows), watch)?;
        Ok(())
    }

    /// Adds to `found` the first `most` rows of one interval's segment that hold it and none of `without`, in order; says how many there are in all. Where they hold
    /// it is known after `settle`.
    ///
    /// # Errors
    /// Cancelled.
    pub(crate) fn find<'i>(
        &mut self,
        views: &[View<'_>],
        (interval, without): (Interval, impl Iterator<Item = &'i Interval> + Clone),
        (most, found): (usize, &mut Vec<Found>),
        watch: Watch<'_>,
    ) -> Result<usize> {
        let without = without.filter(|other| other.segment == interval.segment);
        let parts = beside(interval, without.clone());
        let without = without.map(Interval::ranks);
        if let Some(held) = self.long.get(&interval).filter(|_| without.clone().next().is_none()) {
            found.extend(held.first.iter().take(most).map(|first| (interval.segment, *first)));
            return Ok(held.total);
        }
        let view = view_of(views, &interval);
        if interval.len() <= SORTED && without.clone().all(|ranks| ranks.len() <= SORTED) {
            return Ok(self.sort(view, interval, without, (most, found)));
        }
        self.rows.begin(view.rows());
        let mut total = 0;
        for part in steps(&parts) {
            watch.check()?;
            total += self.rows.insert_ranks(view, part);
        }
        for ranks in without {
            for part in steps(&[ranks]) {
                watch.check()?;
                view.local_rows().each(part, |row, _| total -= self.rows.remove(row));
            }
        }
        self.first.clear();
        self.rows.first(most.min(total), &mut self.first);
        self.look_up_first(views, parts, (interval.segment, found), watch)?;
        Ok(total)
    }

    /// Looks at the places of all that was found: every wait for one of them is over then.
    pub(crate) fn settle(&mut self, views: &[View<'_>], found: &mut [Found]) {
        for (at, rank) in self.places.drain(..) {
            let (segment, first) = &mut found[at as usize];
            let position = views[*segment as usize].position(rank as usize) as u32;
            first.position = first.position.min(position);
        }
    }

    /// Adds the first rows, and asks for their places. Few of a passage's places are theirs, and minima tell where to look for them.
    fn look_up_first(
        &mut self,
        views: &[View<'_>],
        parts: [Range<usize>; 2],
        (segment, found): (u32, &mut Vec<Found>),
        watch: Watch<'_>,
    ) -> Result<()> {
        let Some(last) = self.first.last().copied() else { return Ok(()) };
        let (view, start) = (&views[segment as usize], found.len());
        found.extend(self.first.iter().map(|row| (segment, Holding { row: *row, position: u32::MAX })));
        for part in steps(&parts) {
            watch.check()?;
            view.local_rows().each_at_most(part, last, |row, rank| {
                let Ok(at) = self.first.binary_search(&row) else { return };
                view.prefetch_position(rank);
                self.places.push(((start + at) as u32, rank as u32));
            });
            if self.places.len() > LONG {
                self.settle(views, found);
            }
        }
        Ok(())
    }

    /// Rows stand in a segment one behind the other, so the first place of each is the first in order.
    fn sort(
        &mut self,
        view: &View<'_>,
        interval: Interval,
        without: impl Iterator<Item = Range<usize>>,
        (most, found): (usize, &mut Vec<Found>),
    ) -> usize {
        let rows = view.local_rows();
        let key = |rank: usize| u64::from(rows.at(rank)) << 32 | view.position(rank) as u64;
        let row = |key: u64| (key >> 32) as u32;
        self.sorted.clear();
        self.sorted.extend(view.live_ranks(interval.ranks()).map(key));
        self.sorted.sort_unstable();
        self.sorted.dedup_by_key(|key| row(*key));
        for ranks in without {
            self.left_out.clear();
            rows.each(ranks, |row, _| self.left_out.push(row));
            self.sorted.retain(|key| !self.left_out.contains(&row(*key)));
        }
        let first = self.sorted.iter().take(most);
        found.extend(first.map(|key| (interval.segment, Holding { row: row(*key), position: *key as u32 })));
        self.sorted.len()
    }
}

/// The ranks of an interval but those of one that lies in it, of which no row counts: what is one token longer at its end begins at the same places.
fn beside<'i>(interval: Interval, mut without: impl Iterator<Item = &'i Interval>) -> [Range<usize>; 2] {
    let Range { start, end } = interval.ranks();
    let inner = without.find(|other| start <= other.start as usize && other.end as usize <= end);
    inner.map_or([start..end, end..end], |inner| [start..inner.start as usize, inner.end as usize..end])
}
