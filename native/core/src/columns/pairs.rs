//! `pair.S`: where in the order the suffixes of each first token begin, and of each first two tokens.

use std::cell::Cell;
use std::ops::Range;

use super::order::order_key;
use super::slots::{Slots, find_in_order, pair_key};
use crate::files::checked::Checked;
use crate::text::tokenizer::{SEPARATOR, Token, VOCABULARY_SIZE};

/// The parts of the file: three counts (first tokens F, pairs P, ranks before the separators'), then F tokens, F ranks, F places in the pairs, P pairs of
/// second token and rank, everything in the order of the suffixes; then the slots of the first tokens and those of the pairs.
#[derive(Clone, Copy)]
pub(crate) struct PairShape {
    firsts: usize,
    pairs: usize,
    first_slots: Slots,
    pair_slots: Slots,
}

const HEADER: usize = 3;

impl PairShape {
    fn of(firsts: usize, pairs: usize) -> Self {
        Self { firsts, pairs, first_slots: Slots::of(firsts), pair_slots: Slots::of(pairs) }
    }

    fn numbers(&self) -> usize {
        HEADER + 3 * self.firsts + 2 * self.pairs + self.first_slots.len() + self.pair_slots.len()
    }

    /// `None` when the numbers don't have the shape they say, or a first token is none or out of order.
    pub(crate) fn new(numbers: Checked<'_, u32>) -> Option<Self> {
        let shape = Self::of(numbers.get(0)? as usize, numbers.get(1)? as usize);
        if numbers.len() != shape.numbers() {
            return None;
        }
        let tokens = numbers.part(HEADER..HEADER + shape.firsts);
        let rising = tokens.is_sorted_by(|one, other| order_key(*one) < order_key(*other));
        let known = tokens.iter().all(|token| u64::from(*token) < VOCABULARY_SIZE);
        (rising && known).then_some(shape)
    }
}

/// `pair.S` where it lies.
pub(crate) struct Pairs<'a> {
    firsts: Checked<'a, u32>,
    first_ranks: Checked<'a, u32>,
    places: Checked<'a, u32>,
    seconds: Checked<'a, [u32; 2]>,
    first_slots: Checked<'a, u32>,
    pair_slots: Checked<'a, u32>,
    ranks: u32,
    shape: PairShape,
}

impl<'a> Pairs<'a> {
    /// The shape is that of these numbers.
    pub(crate) fn new(numbers: Checked<'a, u32>, shape: PairShape) -> Self {
        let mut rest = numbers;
        let mut take = |count: usize| {
            let (part, after) = rest.split(count);
            rest = after;
            part
        };
        let header = take(HEADER);
        Self {
            ranks: header.get(2).unwrap_or_default(),
            firsts: take(shape.firsts),
            first_ranks: take(shape.firsts),
            places: take(shape.firsts),
            seconds: take(2 * shape.pairs).chunks(),
            first_slots: take(shape.first_slots.len()),
            pair_slots: take(shape.pair_slots.len()),
            shape,
        }
    }

    /// The first tokens in order, with the ranks of their suffixes.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = (Token, Range<usize>)> + '_ {
        (0..self.firsts.len()).map(|entry| (self.firsts.at(entry), self.ranks(entry)))
    }

    /// The second tokens after a first one in order, with the ranks of their suffixes; the separator may be among them.
    pub(crate) fn seconds(&self, first: Token) -> impl Iterator<Item = (Token, Range<usize>)> + '_ {
        let entry = self.first_entry(first);
        let places = entry.map_or(0..0, |entry| self.places(entry));
        places
            .map(move |place| (self.seconds.at(place)[0], self.pair_ranks(entry.unwrap_or_default(), place)))
    }

    /// For each token of an output the ranks of the suffixes that begin with it and the one after it, empty where none does. All are looked up side by side.
    pub(crate) fn ranks_of_pairs(&self, output: &[Token]) -> Vec<Range<u32>> {
        for pair in output.windows(2) {
            self.shape.first_slots.prefetch(self.first_slots, u64::from(pair[0]));
            self.shape.pair_slots.prefetch(self.pair_slots, pair_key(pair[0], pair[1]));
        }
        for pair in output.windows(2) {
            let slots = self.shape.first_slots;
            // The first that might be it mostly is.
            let prefetch = |entry| {
                self.firsts.prefetch(entry);
                true
            };
            let _ = slots.find(self.first_slots, u64::from(pair[0]), prefetch, || None);
        }
        let firsts = output.windows(2).map(|pair| self.first_entry(pair[0]));
        let entries: Vec<Option<usize>> =
            firsts.inspect(|entry| entry.iter().for_each(|entry| self.places.prefetch(*entry))).collect();
        for pair in output.windows(2) {
            // The first that might be it mostly is.
            let prefetch = |at| {
                self.seconds.prefetch(at);
                true
            };
            let _ =
                self.shape.pair_slots.find(self.pair_slots, pair_key(pair[0], pair[1]), prefetch, || None);
        }
        let found = output.windows(2).zip(entries).map(|(pair, entry)| {
            let entry = entry?;
            let of_first = self.places(entry);
            let is = |at: usize| of_first.contains(&at) && self.seconds.at(at)[0] == pair[1];
            let in_order = || self.place_in_order(entry, pair[1]);
            let at = self.shape.pair_slots.find(self.pair_slots, pair_key(pair[0], pair[1]), is, in_order)?;
            let ranks = self.pair_ranks(entry, at);
            Some(ranks.start as u32..ranks.end as u32)
        });
        found.map(|ranks| ranks.unwrap_or(0..0)).collect()
    }

    /// Asks for the memory that `ranks_of` reads first, and mostly alone.
    pub(crate) fn prefetch(&self, first: Token, second: Token) {
        self.shape.pair_slots.prefetch(self.pair_slots, pair_key(first, second));
    }

    /// The ranks of the suffixes that begin with two tokens.
    pub(crate) fn ranks_of(&self, first: Token, second: Token) -> Option<Range<usize>> {
        let known = Cell::new(None);
        // Asked only where something was found: most segments have little of what is looked for.
        let entry = || {
            known.set(known.get().or_else(|| self.first_entry(first)));
            known.get()
        };
        let is = |at: usize| {
            self.seconds.at(at)[0] == second && entry().is_some_and(|entry| self.places(entry).contains(&at))
        };
        let in_order = || self.place_in_order(entry()?, second);
        let place = self.shape.pair_slots.find(self.pair_slots, pair_key(first, second), is, in_order)?;
        entry().map(|entry| self.pair_ranks(entry, place))
    }

    fn first_entry(&self, token: Token) -> Option<usize> {
        let compare = |entry| order_key(self.firsts.at(entry)).cmp(&order_key(token));
        let in_order = || find_in_order(0..self.firsts.len(), compare);
        let is = |entry| self.firsts.at(entry) == token;
        self.shape.first_slots.find(self.first_slots, u64::from(token), is, in_order)
    }

    /// The place of a second token among those of a first one.
    fn place_in_order(&self, entry: usize, second: Token) -> Option<usize> {
        let Range { start, end } = self.places(entry);
        let compare = |at| order_key(self.seconds.at(at)[0]).cmp(&order_key(second));
        find_in_order(start..end.min(self.seconds.len()), compare)
    }

    fn ranks(&self, entry: usize) -> Range<usize> {
        let end = self.first_ranks.get(entry + 1).unwrap_or(self.ranks);
        self.first_ranks.at(entry) as usize..end as usize
    }

    fn places(&self, entry: usize) -> Range<usize> {
        let end = self.places.get(entry + 1).map_or(self.seconds.len(), |end| end as usize);
        self.places.at(entry) as usize..end
    }

    fn pair_ranks(&self, entry: usize, place: usize) -> Range<usize> {
        let start = self.seconds.at(place)[1] as usize;
        let end = match place + 1 < self.places(entry).end {
            true => self.seconds.at(place + 1)[1] as usize,
            false => self.ranks(entry).end,
        };
        start..end
    }
}

const _: () = assert!(SEPARATOR == u32::MAX, "the separator must sort behind every token");
