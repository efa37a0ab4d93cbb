//! Finds entries of a column by a key: a table of their numbers that is asked with one look into memory, whatever the column's size.

use std::cmp::Ordering;
use std::io::Write;
use std::ops::Range;

use crate::files::checked::Checked;

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

/// Slots that are looked at for one key. By chance none of a billion keys has so far to go; but whoever knows the hash can bring pairs of tokens that all want the
/// same slots, and a search among them would look at each. What is not found so far is looked for in the column itself, whose entries stand in order.
const MOST_LOOKS: usize = 512;

/// Slots that are taken when a key looks for a free one, on average for each key: one is usual.
const TAKEN_EACH: usize = 16;

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
        keys: impl Iterator<Item = u64> + Clone,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        let shape = Self::of(count);
        let numbers = shape.filled(keys.clone()).unwrap_or_else(|| shape.filled_in_order(keys));
        out.write_all(bytemuck::cast_slice(&numbers))
    }

    /// Each key in the first free slot from its own on; `None` where keys crowd so that this would take the square of their number.
    fn filled(&self, keys: impl Iterator<Item = u64>) -> Option<Vec<u32>> {
        let mut numbers = vec![EMPTY; self.slots];
        let mut left = TAKEN_EACH * (self.entries + MOST_LOOKS);
        for (key, entry) in keys.zip(1_u32..) {
            let hash = hash(key);
            let mut slot = self.first_slot(hash);
            while numbers[slot] != EMPTY {
                left = left.checked_sub(1)?;
                slot = self.next_slot(slot);
            }
            numbers[slot] = self.tagged(hash, entry);
        }
        Some(numbers)
    }

    /// The same, the keys in the order of their own slots: each free one is behind the last. Takes 8 bytes more for each key.
    fn filled_in_order(&self, keys: impl Iterator<Item = u64>) -> Vec<u32> {
        let wanting = |(key, entry): (u64, u32)| {
            let hash = hash(key);
            (self.first_slot(hash) as u64) << 32 | u64::from(self.tagged(hash, entry))
        };
        let mut wanted: Vec<u64> = keys.zip(1_u32..).map(wanting).collect();
        wanted.sort_unstable();
        let mut numbers = vec![EMPTY; self.slots];
        let (mut free, mut around) = (0, 0);
        for one in wanted {
            free = free.max((one >> 32) as usize);
            // Behind the last slot comes the first.
            let slot = if free < self.slots { &mut free } else { &mut around };
            while numbers[*slot] != EMPTY {
                *slot += 1;
            }
            numbers[*slot] = one as u32;
            *slot += 1;
        }
        numbers
    }

    /// Asks for the memory that `find` reads.
    #[inline]
    pub(crate) fn prefetch(&self, numbers: Checked<'_, u32>, key: u64) {
        numbers.prefetch(self.first_slot(hash(key)));
    }

    /// The entry that has the key, among those that might: `is` looks at one. Where too many others are in the way, `in_order` is to find it.
    #[inline]
    pub(crate) fn find(
        &self,
        numbers: Checked<'_, u32>,
        key: u64,
        mut is: impl FnMut(usize) -> bool,
        in_order: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        let hash = hash(key);
        let mut slot = self.first_slot(hash);
        for _ in 0..MOST_LOOKS {
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
        in_order()
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

/// Which of some entries, which stand in order, is the one that is looked for: `compare` says how one stands to it.
pub(crate) fn find_in_order(entries: Range<usize>, compare: impl Fn(usize) -> Ordering) -> Option<usize> {
    let Range { mut start, mut end } = entries;
    while start < end {
        let middle = start + (end - start) / 2;
        match compare(middle) {
            Ordering::Less => start = middle + 1,
            Ordering::Greater => end = middle,
            Ordering::Equal => return Some(middle),
        }
    }
    None
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
    use crate::query::counts::Counts;
    use crate::shelf::Shelf;
    use crate::text::tokenizer::{Token, Tokenizer};
    use crate::{BuildOptions, Builder, Row, Watch};

    fn table_of(numbers: Vec<u32>, keys: &[u64]) {
        let slots = Slots::of(keys.len());
        let numbers = Checked::trusted(&numbers);
        assert_eq!(numbers.len(), slots.len());
        let find = |key: u64| {
            let in_order = || find_in_order(0..keys.len(), |entry| keys[entry].cmp(&key));
            slots.find(numbers, key, |entry| keys[entry] == key, in_order)
        };
        keys.iter().enumerate().for_each(|(at, key)| assert_eq!(find(*key), Some(at)));
        for key in (0..1_000).map(|at| pair_key(at, 3)).filter(|key| keys.binary_search(key).is_err()) {
            assert_eq!(find(key), None);
        }
    }

    #[test]
    fn finds_what_is_there_and_nothing_else() {
        for count in [0_u32, 1, 2, 3, 1_000, 70_000] {
            let mut keys: Vec<u64> = (0..count).map(|at| pair_key(at % 300, at / 300 * 7)).collect();
            keys.sort_unstable();
            let slots = Slots::of(keys.len());
            table_of(slots.filled(keys.iter().copied()).unwrap(), &keys);
            table_of(slots.filled_in_order(keys.iter().copied()), &keys);
        }
    }

    /// Whether a key's own slot is in one 256th of any table: the last, whose run goes around.
    fn is_crowding(key: u64) -> bool {
        hash(key) >> 56 == 255
    }

    #[test]
    fn keys_that_all_want_the_same_slots_are_neither_laid_nor_looked_for_one_by_one() {
        let keys: Vec<u64> = (0_u64..).filter(|key| is_crowding(*key)).take(200_000).collect();
        let slots = Slots::of(keys.len());
        assert!(slots.filled(keys.iter().copied()).is_none());
        let mut bytes = Vec::new();
        Slots::write(keys.len(), keys.iter().copied(), &mut bytes).unwrap();
        table_of(bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)).collect(), &keys);
    }

    /// Pairs of words that all want the same slots, each a text of two tokens.
    fn crowding_pairs(count: usize) -> Vec<[Token; 2]> {
        let tokenizer = Tokenizer::get();
        let is_word = |token: &Token| matches!(tokenizer.bytes(*token), [b' ', rest @ ..] if rest.len() > 2 && rest.iter().all(u8::is_ascii_lowercase));
        let words: Vec<Token> = (0..50_000).filter(is_word).collect();
        let pairs = words.iter().flat_map(|one| words.iter().rev().step_by(97).map(|other| [*one, *other]));
        pairs.filter(|[one, other]| is_crowding(pair_key(*one, *other))).step_by(3).take(count).collect()
    }

    fn text_of(tokens: &[Token]) -> String {
        let bytes = tokens.iter().flat_map(|token| Tokenizer::get().bytes(*token).iter().copied());
        String::from_utf8(bytes.collect()).unwrap()
    }

    #[test]
    fn pairs_that_want_the_same_slots_are_counted_and_found_in_an_index() {
        let pairs = crowding_pairs(3 * MOST_LOOKS);
        assert_eq!(pairs.len(), 3 * MOST_LOOKS);
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("index");
        let options = BuildOptions { sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default()).unwrap();
        for (at, pair) in pairs.iter().enumerate() {
            assert_eq!(Tokenizer::get().encode(&text_of(pair)), pair);
            for owner in ["Ada", "Ben"] {
                let row = Row {
                    id: format!("{owner} {at}"),
                    owner: Some(owner.into()),
                    text: text_of(pair),
                    metadata: None,
                };
                builder.add_row(&row, "rows", at).unwrap();
            }
        }
        builder.finish().unwrap();
        let shelf = Shelf::open(&folder).unwrap();
        let view = shelf.segments()[0].view();
        let counts: &Counts = shelf.counts();
        assert_eq!(counts.owners_of_pairs(&pairs), vec![2; pairs.len()]);
        for pair in &pairs {
            assert_eq!(view.pairs.ranks_of(pair[0], pair[1]).map(|ranks| ranks.len()), Some(2));
            assert_eq!(view.pairs.ranks_of_pairs(pair)[0].len(), 2);
            assert_eq!(counts.of_output(pair)[1].1, 2);
            assert_eq!(view.pairs.ranks_of(pair[1], pair[0]), None);
        }
    }
}
