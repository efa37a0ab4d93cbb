//! A set of a segment's rows that takes many, counts them while they come, and tells the first of them: putting one in is a byte written, whichever came before it.

use std::ops::Range;

use crate::columns::rows::{NARROW, Part, of_three};
use crate::store::segment::View;

/// A byte for each row. Bits would be smaller, but each would wait for the one before it in its word, and places of one passage often come row by row.
#[derive(Default)]
pub(crate) struct RowSet {
    /// The turn in which a row was put in last: a set is emptied by the next turn alone.
    held: Vec<u8>,
    /// The same of each block of rows, kept where there are more than 16 bits can tell: the first of the set are found without a look at millions.
    touched: Vec<u8>,
    is_wide: bool,
    turn: u8,
}

/// Rows in a block: one cache line.
const BLOCK: usize = 64;

/// In no turn.
const NEVER: u8 = 0;

impl RowSet {
    /// An empty set with room for so many rows, and for any of 16 bits.
    pub(crate) fn begin(&mut self, rows: usize) {
        let blocks = rows.max(NARROW).div_ceil(BLOCK);
        if self.turn == u8::MAX || self.held.len() < blocks * BLOCK {
            (self.held, self.touched) = (vec![NEVER; blocks * BLOCK], vec![NEVER; blocks]);
            self.turn = NEVER;
        }
        self.is_wide = rows > NARROW;
        self.turn += 1;
    }

    /// Inserts the rows of some ranks that count; says how many of them are new.
    pub(crate) fn insert_ranks(&mut self, view: &View<'_>, ranks: Range<usize>) -> usize {
        let rows = view.local_rows();
        match view.mask() {
            Some(_) => view.live_ranks(ranks).map(|rank| self.insert(rows.at(rank))).sum(),
            None => self.extend(rows.part(ranks)),
        }
    }

    /// Inserts many; says how many of them are new.
    pub(crate) fn extend(&mut self, rows: Part<'_>) -> usize {
        let turn = self.turn;
        match rows {
            Part::Wide(rows) => rows.iter().map(|row| self.insert(*row)).sum(),
            Part::Middle(rows) => rows.iter().map(|row| self.insert(of_three(*row))).sum(),
            Part::Narrow(rows) => {
                // With a length that is known here no row can be beyond it: nothing is left to be checked for each.
                let Some(held) = self.held.first_chunk_mut::<NARROW>() else { return 0 };
                let before = |row: &u16| std::mem::replace(&mut held[usize::from(*row)], turn);
                rows.iter().map(before).map(|before| usize::from(before != turn)).sum()
            }
        }
    }

    /// 1 where the row is new, or else 0.
    #[inline]
    pub(crate) fn insert(&mut self, row: u32) -> usize {
        self.touched[row as usize / BLOCK] = self.turn;
        usize::from(std::mem::replace(&mut self.held[row as usize], self.turn) != self.turn)
    }

    /// 1 where the row was there, or else 0.
    #[inline]
    pub(crate) fn remove(&mut self, row: u32) -> usize {
        usize::from(std::mem::replace(&mut self.held[row as usize], NEVER) == self.turn)
    }

    /// Adds the first `most` of the set's rows to `first`, in order.
    pub(crate) fn first(&self, most: usize, first: &mut Vec<u32>) {
        let until = first.len() + most;
        let any = |bytes: &[u8]| bytes.iter().fold(false, |any, one| any | (*one == self.turn));
        for (group, held) in self.held.chunks(BLOCK * BLOCK).enumerate() {
            if self.is_wide && !self.touched.chunks(BLOCK).nth(group).is_some_and(any) {
                continue;
            }
            for (block, held) in (group * BLOCK..).zip(held.chunks(BLOCK)).filter(|(_, held)| any(held)) {
                let rows = (block * BLOCK..).zip(held).filter(|(_, turn)| **turn == self.turn);
                first.extend(rows.map(|(row, _)| row as u32).take(until - first.len()));
                if first.len() == until {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::rows::{Three, three};

    #[test]
    fn tells_how_many_were_put_in_and_which_are_the_first() {
        let mut set = RowSet::default();
        let sizes =
            [(1, 1), (64, 3), (65, 0), (1_000, 10), (70_000, 10), (70, 100), (1_000_000, 10), (60_000, 9)];
        for (rows, most) in sizes.into_iter().cycle().take(300) {
            set.begin(rows);
            let put: Vec<u32> = (0..rows as u32).filter(|row| row * 7 % 5 < 3).collect();
            let narrow: Vec<u16> = put.iter().rev().flat_map(|row| u16::try_from(*row)).collect();
            let mut total = put.iter().rev().step_by(2).map(|row| set.insert(*row)).sum::<usize>();
            let middle: Vec<Three> = put.iter().map(|row| three(*row)).collect();
            total += match rows {
                ..=NARROW => set.extend(Part::Narrow(&narrow)),
                1_000_000 => set.extend(Part::Wide(&put)),
                _ => set.extend(Part::Middle(&middle)),
            };
            assert_eq!(total, put.len());
            let taken_out = |row: &u32| row * 11 % 4 == 1;
            total -= (0..rows as u32).filter(taken_out).map(|row| set.remove(row)).sum::<usize>();
            let left: Vec<u32> = put.into_iter().filter(|row| !taken_out(row)).collect();
            assert_eq!(total, left.len());
            let mut first = Vec::new();
            set.first(most, &mut first);
            assert_eq!(first, left[..left.len().min(most)]);
        }
    }
}
