//! A set of a segment's rows that takes many and gives them back in order: putting one in is two bytes written, whichever came before it.

use crate::store::rows::{NARROW, Part};

/// A byte for each row, and one for each block of them, so that what was put in is found again without a look at every row. Bits would be smaller, but each would
/// wait for the one before it in its word, and places of one passage often come row by row.
#[derive(Default)]
pub(crate) struct RowSet {
    held: Vec<u8>,
    /// Of each block whether a row was put in.
    touched: Vec<u8>,
}

/// Rows in a block: one cache line.
const BLOCK: usize = 64;

/// Rows of 16 bits from which on all blocks are taken for touched instead of theirs.
const DENSE: usize = NARROW / 4;

impl RowSet {
    /// Makes room for so many rows, and for any of 16 bits. The set is empty.
    pub(crate) fn make_room(&mut self, rows: usize) {
        let blocks = rows.max(NARROW).div_ceil(BLOCK);
        if self.touched.len() < blocks {
            (self.held, self.touched) = (vec![0; blocks * BLOCK], vec![0; blocks]);
        }
    }

    /// Inserts many.
    pub(crate) fn extend(&mut self, rows: Part<'_>) {
        match rows {
            Part::Wide(rows) => rows.iter().for_each(|row| self.insert(*row)),
            Part::Narrow(rows) => {
                // With lengths that are known here no row can be beyond them: nothing is left to be checked for each.
                let Some(held) = self.held.first_chunk_mut::<NARROW>() else { return };
                let Some(touched) = self.touched.first_chunk_mut::<{ NARROW / BLOCK }>() else { return };
                if rows.len() < DENSE {
                    rows.iter().for_each(|row| touched[usize::from(*row) / BLOCK] = 1);
                } else {
                    touched.fill(1);
                }
                rows.iter().for_each(|row| held[usize::from(*row)] = 1);
            }
        }
    }

    #[inline]
    pub(crate) fn insert(&mut self, row: u32) {
        self.held[row as usize] = 1;
        self.touched[row as usize / BLOCK] = 1;
    }

    #[inline]
    pub(crate) fn remove(&mut self, row: u32) {
        self.held[row as usize] = 0;
    }

    /// Empties the set: adds its first `most` rows to `first`, in order, and says how many there were.
    pub(crate) fn drain(&mut self, most: usize, first: &mut Vec<u32>) -> usize {
        let (mut total, until) = (0, first.len() + most);
        for (group, touched) in (0..).zip(self.touched.chunks_mut(BLOCK)) {
            // Most are untouched where a segment has millions of rows.
            if touched.iter().fold(0, |any, one| any | one) == 0 {
                continue;
            }
            for (block, touched) in (group * BLOCK..).zip(touched).filter(|(_, touched)| **touched != 0) {
                let held = &mut self.held[block * BLOCK..][..BLOCK];
                total += usize::from(held.iter().sum::<u8>());
                let rows = (block * BLOCK..).zip(&*held).filter(|(_, held)| **held != 0);
                let left = until - first.len();
                first.extend(rows.map(|(row, _)| row as u32).take(left));
                held.fill(0);
                *touched = 0;
            }
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_was_put_in_and_is_empty_then() {
        let mut set = RowSet::default();
        for (rows, most) in [(1, 1), (64, 3), (65, 0), (1_000, 10), (70_000, 10), (70, 100), (1_000_000, 10)]
        {
            set.make_room(rows);
            let put: Vec<u32> = (0..rows as u32).filter(|row| row * 7 % 5 < 3).collect();
            put.iter().rev().for_each(|row| set.insert(*row));
            let narrow: Vec<u16> = put.iter().rev().flat_map(|row| u16::try_from(*row)).collect();
            set.extend(Part::Wide(&put));
            set.extend(Part::Narrow(&narrow.repeat(1 + most * 10)));
            let taken_out = |row: &u32| row * 11 % 4 == 1;
            (0..rows as u32).filter(taken_out).for_each(|row| set.remove(row));
            let left: Vec<u32> = put.into_iter().filter(|row| !taken_out(row)).collect();
            let mut first = Vec::new();
            assert_eq!(set.drain(most, &mut first), left.len());
            assert_eq!(first, left[..left.len().min(most)]);
            assert_eq!(set.drain(most, &mut first), 0);
        }
    }
}
