//! A set of a segment's rows that takes many and gives them back in order: putting one in is two bytes written, whichever came before it.

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

impl RowSet {
    /// Makes room for so many rows. The set is empty.
    pub(crate) fn make_room(&mut self, rows: usize) {
        let blocks = rows.div_ceil(BLOCK);
        if self.touched.len() < blocks {
            (self.held, self.touched) = (vec![0; blocks * BLOCK], vec![0; blocks]);
        }
    }

    #[inline]
    pub(crate) fn insert(&mut self, row: u32) {
        self.held[row as usize] = 1;
        self.touched[row as usize / BLOCK] = 1;
    }

    /// Says beforehand that rows will come from everywhere: `insert_touched` is enough for them.
    pub(crate) fn touch_all(&mut self) {
        self.touched.fill(1);
    }

    #[inline]
    pub(crate) fn insert_touched(&mut self, row: u32) {
        self.held[row as usize] = 1;
    }

    #[inline]
    pub(crate) fn remove(&mut self, row: u32) {
        self.held[row as usize] = 0;
    }

    /// Empties the set: adds its first `most` rows to `first`, in order, and says how many there were.
    pub(crate) fn drain(&mut self, most: usize, first: &mut Vec<u32>) -> usize {
        let (mut total, until) = (0, first.len() + most);
        let blocks = self.held.chunks_exact_mut(BLOCK).zip(0_u32..).zip(&mut self.touched);
        for ((held, block), touched) in blocks.filter(|(_, touched)| **touched != 0) {
            total += usize::from(held.iter().sum::<u8>());
            let rows = (block * BLOCK as u32..).zip(&*held).filter(|(_, held)| **held != 0);
            let left = until - first.len();
            first.extend(rows.map(|(row, _)| row).take(left));
            held.fill(0);
            *touched = 0;
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
        for (rows, most) in [(1, 1), (64, 3), (65, 0), (1_000, 10), (70, 100)] {
            set.make_room(rows);
            if most == 3 {
                set.touch_all();
            }
            let put: Vec<u32> = (0..rows as u32).filter(|row| row * 7 % 5 < 3).collect();
            put.iter().rev().chain(&put).for_each(|row| set.insert(*row));
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
