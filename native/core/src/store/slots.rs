//! Finds entries of a column by a key: a table of their numbers that is asked with one look into memory, whatever the column's size.

use std::io::Write;

use super::checked::Checked;

/// The table's part of a file: how many entries it knows, in how many slots.
#[derive(Clone, Copy)]
pub(crate) struct Slots {
    entries: usize,
    slots: usize,
}

/// Keys that are looked up side by side: their waits for memory are one.
pub(crate) const ABREAST: usize = 32;

/// No entry.
const EMPTY: u32 = 0;

impl Slots {
    /// Two slots in three are taken: a search looks at one or two of them, which mostly lie side by side.
    pub(crate) fn of(entries: usize) -> Self {
        Self { entries, slots: entries + entries / 2 + 1 }
    }

    /// How many numbers the table has in its file.
    pub(crate) fn len(&self) -> usize {
        self.slots
    }

    /// Writes the table of `count` keys, all different, in the order of their entries.
    pub(crate) fn write(
        count: usize,
        keys: impl Iterator<Item = u64>,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        let shape = Self::of(count);
        let mut numbers = vec![EMPTY; shape.slots];
        for (key, entry) in keys.zip(1_u32..) {
            let hash = hash(key);
            let mut slot = shape.first_slot(hash);
            while numbers[slot] != EMPTY {
                slot = shape.next_slot(slot);
            }
            numbers[slot] = shape.tagged(hash, entry);
        }
        out.write_all(bytemuck::cast_slice(&numbers))
    }

    /// Asks for the memory that `find` reads.
    #[inline]
    pub(crate) fn prefetch(&self, numbers: Checked<'_, u32>, key: u64) {
        numbers.prefetch(self.first_slot(hash(key)));
    }

    /// The entry that has the key, among those that might: `is` looks at one. A table that is full of others ends the search too.
    #[inline]
    pub(crate) fn find(
        &self,
        numbers: Checked<'_, u32>,
        key: u64,
        mut is: impl FnMut(usize) -> bool,
    ) -> Option<usize> {
        let hash = hash(key);
        let mut slot = self.first_slot(hash);
        for _ in 0..self.slots {
            let number = numbers.get(slot)?;
            if number == EMPTY {
                return None;
            }
            let entry = (number & self.entry_mask()).wrapping_sub(1) as usize;
            if number == self.tagged(hash, entry as u32 + 1) && entry < self.entries && is(entry) {
                return Some(entry);
            }
            slot = self.next_slot(slot);
        }
        None
    }

    /// What the bits above the entry's number are: some of the key's hash, so that few others are looked at.
    fn tagged(&self, hash: u64, entry: u32) -> u32 {
        entry | (hash as u32 & !self.entry_mask())
    }

    fn entry_mask(&self) -> u32 {
        u32::MAX >> (self.entries as u32).leading_zeros().min(31)
    }

    fn first_slot(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.slots as u128) >> 64) as usize
    }

    fn next_slot(&self, slot: usize) -> usize {
        if slot + 1 == self.slots { 0 } else { slot + 1 }
    }
}

/// Mixes a key so that every bit of it decides the high bits and the low ones.
fn hash(key: u64) -> u64 {
    let mixed = (key ^ (key >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// The key of two tokens.
pub(crate) fn pair_key(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_there_and_nothing_else() {
        for count in [0_u32, 1, 2, 3, 1_000, 70_000] {
            let keys: Vec<u64> = (0..count).map(|at| pair_key(at % 300, at / 300 * 7)).collect();
            let mut bytes = Vec::new();
            Slots::write(keys.len(), keys.iter().copied(), &mut bytes).unwrap();
            let numbers: Vec<u32> =
                bytes.chunks(4).map(|four| u32::from_le_bytes(four.try_into().unwrap())).collect();
            let slots = Slots::of(keys.len());
            let numbers = Checked::trusted(&numbers);
            assert_eq!(numbers.len(), slots.len());
            for (at, key) in keys.iter().enumerate() {
                assert_eq!(slots.find(numbers, *key, |entry| keys[entry] == *key), Some(at));
            }
            for key in (0..1_000).map(|at| pair_key(at, 3)) {
                assert_eq!(slots.find(numbers, key, |entry| keys[entry] == key), None);
            }
        }
    }
}
