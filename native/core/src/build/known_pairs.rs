//! How many owners hold each pair that was said since some moment. What commits add is looked up here and in the files of before that moment, however many small
//! ones came since. It is a truth about rows: a merge changes nothing of it, a removal ends it.

use std::collections::HashSet;
use std::hash::BuildHasher;

use super::merging::Merged;
use super::token_hash::TokenHash;
use crate::columns::slots::{ABREAST, pair_key};
use crate::files::prefetch::prefetch;
use crate::text::tokenizer::Token;

/// Pairs that are kept at most: up to 130 MB.
const MOST: usize = 4 << 20;

/// A part that is full moves to a larger one, with some ten thousand pairs at most: a commit that had to move them all would wait for that.
const PARTS: usize = 1 << 8;

pub(crate) struct KnownPairs {
    hash: TokenHash,
    parts: Vec<Part>,
    most: usize,
    /// Groups of files that hold no row of before that moment.
    new_groups: HashSet<String>,
}

impl KnownPairs {
    /// Of so many tokens at most.
    pub(crate) fn within(most_tokens: usize) -> Self {
        let parts = std::iter::repeat_with(Part::default).take(PARTS).collect();
        Self { hash: TokenHash::default(), parts, most: most_tokens.min(MOST), new_groups: HashSet::new() }
    }

    /// The moment is now. Everything that stands is asked again.
    pub(crate) fn forget(&mut self) {
        *self = Self::within(self.most);
    }

    /// Before what so many tokens say is looked up and noted: forgets where that would be too much.
    pub(crate) fn make_room(&mut self, tokens: usize) {
        if self.parts.iter().map(|part| part.taken).sum::<usize>().saturating_add(tokens) > self.most {
            self.forget();
        }
    }

    /// Takes the name of a group of which all that it says was noted.
    pub(crate) fn note_group(&mut self, name: &str) {
        self.new_groups.insert(name.to_owned());
    }

    /// Takes the names of groups that were made of others.
    pub(crate) fn note_merged(&mut self, merged: &Merged) {
        let (of, into) = merged.names();
        if of.iter().all(|name| self.new_groups.contains(name)) {
            into.into_iter().for_each(|name| self.note_group(name));
        }
    }

    /// Whether a group may know of pairs that are not known here.
    pub(crate) fn is_to_be_asked(&self, group: &str) -> bool {
        !self.new_groups.contains(group)
    }

    /// How many owners hold each of some pairs, 0 where that is not known: nobody said it since. All are looked up side by side.
    pub(crate) fn owners_of_pairs(&self, pairs: &[[Token; 2]]) -> Vec<u32> {
        let mut owners = Vec::with_capacity(pairs.len());
        for pairs in pairs.chunks(ABREAST) {
            for pair in pairs {
                let (part, hash) = self.place_of(*pair);
                prefetch(&self.parts[part].slots, self.parts[part].first_slot(hash));
            }
            owners.extend(pairs.iter().map(|pair| {
                let (part, hash) = self.place_of(*pair);
                self.parts[part].owners(*pair, hash)
            }));
        }
        owners
    }

    /// Takes how many owners hold a pair now: one at least.
    pub(crate) fn note(&mut self, pair: [Token; 2], owners: u32) {
        let (part, hash) = self.place_of(pair);
        if self.parts[part].is_full() {
            let slots = vec![Slot::default(); (2 * self.parts[part].slots.len()).max(LEAST_SLOTS)];
            let full = std::mem::replace(&mut self.parts[part], Part { slots, taken: 0 });
            for slot in full.slots.into_iter().filter(|slot| slot.owners > 0) {
                let (_, hash) = self.place_of(slot.pair);
                self.parts[part].put(slot, hash);
            }
        }
        self.parts[part].put(Slot { pair, owners }, hash);
    }

    /// The part, and what says where in it.
    fn place_of(&self, [first, second]: [Token; 2]) -> (usize, usize) {
        let hash = self.hash.hash_one(pair_key(first, second));
        (hash as usize % PARTS, (hash / PARTS as u64) as usize)
    }
}

/// Each pair in the first free slot from its own on. At most three of four are taken.
#[derive(Default)]
struct Part {
    slots: Vec<Slot>,
    taken: usize,
}

/// A power of two, as all numbers of slots are.
const LEAST_SLOTS: usize = 16;

/// Free without owners.
#[derive(Clone, Copy, Default)]
struct Slot {
    pair: [Token; 2],
    owners: u32,
}

impl Part {
    fn is_full(&self) -> bool {
        4 * (self.taken + 1) > 3 * self.slots.len()
    }

    fn owners(&self, pair: [Token; 2], hash: usize) -> u32 {
        if self.slots.is_empty() { 0 } else { self.slots[self.find(pair, hash)].owners }
    }

    fn put(&mut self, slot: Slot, hash: usize) {
        let at = self.find(slot.pair, hash);
        self.taken += usize::from(self.slots[at].owners == 0);
        self.slots[at] = slot;
    }

    /// Where a pair stands, or may stand.
    fn find(&self, pair: [Token; 2], hash: usize) -> usize {
        let mut at = self.first_slot(hash);
        while self.slots[at].owners > 0 && self.slots[at].pair != pair {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    fn first_slot(&self, hash: usize) -> usize {
        hash & self.slots.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::store::manifest::GroupRecord;

    #[test]
    fn the_last_number_of_each_pair_is_known_until_there_is_no_room() {
        let mut known = KnownPairs::within(50_000);
        let pairs: Vec<[Token; 2]> = (0..30_000).map(|at| [at / 200, at % 200]).collect();
        let owners: Vec<u32> = (1..).take(pairs.len()).collect();
        for more in [5, 0] {
            known.make_room(10_000);
            pairs.iter().zip(&owners).for_each(|(pair, owners)| known.note(*pair, owners + more));
        }
        assert_eq!(known.owners_of_pairs(&pairs), owners);
        assert_eq!(known.owners_of_pairs(&[[0, 200], [150, 0], [0, 0]]), [0, 0, 1]);
        known.make_room(20_000);
        assert_eq!(known.owners_of_pairs(&pairs), owners);
        known.make_room(20_001);
        assert_eq!(known.owners_of_pairs(&pairs), vec![0; pairs.len()]);
    }

    #[test]
    fn a_group_is_asked_until_all_that_it_was_made_of_is_known() {
        let mut known = KnownPairs::within(1);
        ["1", "2"].into_iter().for_each(|name| known.note_group(name));
        let merged = |of: [&str; 2], into: &str| Merged::Counts {
            of: of.map(String::from).to_vec(),
            into: GroupRecord { name: into.into(), files: BTreeMap::new() },
        };
        known.note_merged(&merged(["0", "1"], "3"));
        known.note_merged(&merged(["1", "2"], "4"));
        assert_eq!(["0", "1", "3", "4"].map(|name| known.is_to_be_asked(name)), [true, false, true, false]);
        known.forget();
        assert!(known.is_to_be_asked("4"));
    }
}
