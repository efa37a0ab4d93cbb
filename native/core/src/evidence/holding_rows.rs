//! The rows that hold a passage, each with its first place there, in one pass over the passage's places.

use std::ops::Range;

use super::row_set::RowSet;
use crate::query::interval::Interval;
use crate::store::segment::View;

/// A row of a segment, and the position in the segment at which it first holds a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) row: u32,
    pub(crate) position: u32,
}

/// Room that looking for rows takes, kept from one passage to the next.
#[derive(Default)]
pub(crate) struct HoldingRows {
    sorted: Vec<u64>,
    left_out: Vec<u32>,
    /// Empty between two passages.
    rows: RowSet,
    /// The first of the rows, and all their places.
    first: Vec<u32>,
    places: Vec<(u32, u32)>,
}

/// Places that are sorted; the rows of more are marked, in the campaign against the oracle nearly all.
const SORTED: usize = if cfg!(debug_assertions) { 3 } else { 32 };

impl HoldingRows {
    /// Adds to `found` the first `most` rows of one interval's segment that hold it and none of `without`, in order; says how many there are in all.
    pub(crate) fn find(
        &mut self,
        view: &View<'_>,
        (interval, without): (Interval, &[Interval]),
        most: usize,
        found: &mut Vec<Holding>,
    ) -> usize {
        let without = without.iter().filter(|other| other.segment == interval.segment);
        let parts = beside(interval, without.clone());
        let without = without.map(Interval::ranks);
        if interval.len() <= SORTED && without.clone().all(|ranks| ranks.len() <= SORTED) {
            return self.sort(view, interval, without, (most, found));
        }
        self.rows.make_room(view.rows());
        parts.iter().for_each(|part| self.insert(view, part.clone()));
        without.for_each(|ranks| view.local_rows().each(ranks, |row, _| self.rows.remove(row)));
        self.first.clear();
        let total = self.rows.drain(most, &mut self.first);
        self.look_up_first(view, parts, found);
        total
    }

    fn insert(&mut self, view: &View<'_>, ranks: Range<usize>) {
        let rows = view.local_rows();
        match view.mask() {
            Some(_) => view.live_ranks(ranks).for_each(|rank| self.rows.insert(rows.at(rank))),
            None => self.rows.extend(rows.part(ranks)),
        }
    }

    /// Adds the first rows with their first places. Few of a passage's places are theirs, and minima tell where to look for them.
    fn look_up_first(&mut self, view: &View<'_>, parts: [Range<usize>; 2], found: &mut Vec<Holding>) {
        let Some(last) = self.first.last() else { return };
        self.places.clear();
        for part in parts {
            view.local_rows().each_at_most(part, *last, |row, rank| {
                self.places.extend(self.first.binary_search(&row).ok().map(|at| (at as u32, rank as u32)));
            });
        }
        self.places.iter().for_each(|(_, rank)| view.prefetch_position(*rank as usize));
        let start = found.len();
        found.extend(self.first.iter().map(|row| Holding { row: *row, position: u32::MAX }));
        for (at, rank) in &self.places {
            let first = &mut found[start + *at as usize].position;
            *first = (*first).min(view.position(*rank as usize) as u32);
        }
    }

    /// Rows stand in a segment one behind the other, so the first place of each is the first in order.
    fn sort(
        &mut self,
        view: &View<'_>,
        interval: Interval,
        without: impl Iterator<Item = Range<usize>>,
        (most, found): (usize, &mut Vec<Holding>),
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
        found.extend(first.map(|key| Holding { row: row(*key), position: *key as u32 }));
        self.sorted.len()
    }
}

/// The ranks of an interval but those of one that lies in it, of which no row counts: what is one token longer at its end begins at the same places.
fn beside<'i>(interval: Interval, mut without: impl Iterator<Item = &'i Interval>) -> [Range<usize>; 2] {
    let Range { start, end } = interval.ranks();
    let inner = without.find(|other| start <= other.start as usize && other.end as usize <= end);
    inner.map_or([start..end, end..end], |inner| [start..inner.start as usize, inner.end as usize..end])
}
