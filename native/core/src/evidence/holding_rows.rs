//! The rows that hold a passage, each with its first place there, in one pass over the passage's places.

use std::ops::Range;

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
    /// A bit for each row; all are 0 between two passages.
    marked: Vec<u64>,
    first: FirstRows,
}

/// Words in a row that are cleared in the time that one bit somewhere takes.
const CLEARED: usize = 16;

/// Places that are sorted; the rows of more are marked, a bit for each.
const SORTED: usize = 32;

impl HoldingRows {
    /// Adds to `found` the first `most` rows of one interval's segment that hold it and none of `without`, in order; says how many there are in all.
    pub(crate) fn find(
        &mut self,
        view: &View<'_>,
        (interval, without): (Interval, &[Interval]),
        most: usize,
        found: &mut Vec<Holding>,
    ) -> usize {
        let rows = view.local_rows();
        let without = without.iter().filter(|other| other.segment == interval.segment);
        let parts = beside(interval, without.clone());
        let without = without.map(Interval::ranks);
        if interval.len() <= SORTED && without.clone().all(|ranks| ranks.len() <= SORTED) {
            return self.sort(view, interval, without, (most, found));
        }
        self.marked.resize(self.marked.len().max(view.rows().div_ceil(64)), 0);
        for ranks in without.clone() {
            rows.each(ranks, |row, _| {
                mark(&mut self.marked, row);
            });
        }
        self.first.clear(most);
        let total = parts.clone().into_iter().map(|part| self.mark_part(view, part)).sum();
        self.first.finish(view, found);
        // Whichever is sooner: an index may have far more rows than the passage has places, but of words in a row many are cleared at once.
        if interval.len() * CLEARED < self.marked.len() {
            let held = parts.into_iter().chain(without);
            held.for_each(|ranks| rows.each(ranks, |row, _| self.marked[row as usize / 64] = 0));
        } else {
            self.marked.fill(0);
        }
        total
    }

    fn mark_part(&mut self, view: &View<'_>, ranks: Range<usize>) -> usize {
        let (rows, mut total) = (view.local_rows(), 0);
        match view.mask() {
            None => rows.each(ranks, |row, rank| total += usize::from(self.meet(row, rank))),
            Some(_) => {
                view.live_ranks(ranks).for_each(|rank| total += usize::from(self.meet(rows.at(rank), rank)))
            }
        }
        total
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

    /// Marks the row of a place; says whether it was not marked.
    #[inline]
    fn meet(&mut self, row: u32, rank: usize) -> bool {
        let is_new = mark(&mut self.marked, row);
        if row < self.first.until {
            self.first.meet(row, rank as u32, is_new);
        }
        is_new
    }
}

/// The ranks of an interval but those of one that lies in it, of which no row counts: what is one token longer at its end begins at the same places.
fn beside<'i>(interval: Interval, mut without: impl Iterator<Item = &'i Interval>) -> [Range<usize>; 2] {
    let Range { start, end } = interval.ranks();
    let inner = without.find(|other| start <= other.start as usize && other.end as usize <= end);
    inner.map_or([start..end, end..end], |inner| [start..inner.start as usize, inner.end as usize..end])
}

/// Whether it was not marked before.
#[inline]
fn mark(marked: &mut [u64], row: u32) -> bool {
    let (word, bit) = (&mut marked[row as usize / 64], 1_u64 << (row % 64));
    let is_new = *word & bit == 0;
    *word |= bit;
    is_new
}

/// The first of the rows that are met, and all their places.
#[derive(Default)]
struct FirstRows {
    most: usize,
    rows: Vec<u32>,
    /// Rows from here on are not among the first.
    until: u32,
    places: Vec<(u32, u32)>,
}

impl FirstRows {
    fn clear(&mut self, most: usize) {
        self.most = most;
        self.until = if most == 0 { 0 } else { u32::MAX };
        self.rows.clear();
        self.places.clear();
    }

    /// A row that is not new and none of those met does not count.
    #[cold]
    fn meet(&mut self, row: u32, rank: u32, is_new: bool) {
        match self.rows.binary_search(&row) {
            Ok(_) => {}
            Err(at) if is_new => {
                self.rows.insert(at, row);
                self.rows.truncate(self.most);
                self.until =
                    if self.rows.len() < self.most { u32::MAX } else { self.rows[self.most - 1] + 1 };
            }
            Err(_) => return,
        }
        self.places.push((row, rank));
    }

    fn finish(&mut self, view: &View<'_>, found: &mut Vec<Holding>) {
        self.places.retain(|(row, _)| *row < self.until);
        self.places.iter().for_each(|(_, rank)| view.prefetch_position(*rank as usize));
        let start = found.len();
        found.extend(self.rows.iter().map(|row| Holding { row: *row, position: u32::MAX }));
        for (row, rank) in &self.places {
            if let Ok(at) = self.rows.binary_search(row) {
                let first = &mut found[start + at].position;
                *first = (*first).min(view.position(*rank as usize) as u32);
            }
        }
    }
}
