//! The pairs of tokens that suffixes begin with, found in the order of the suffixes and kept where that order stood; and, from the same walk, what each suffix has in
//! common with the one before it.

use std::io::{Result as IoResult, Write};
use std::ops::Range;

use super::suffix_array::{Frequencies, Ids, Sorted};
use crate::store::numbers::Numbers;
use crate::store::prefetch::prefetch;
use crate::store::shared::{self, words_of};
use crate::store::slots::{Slots, pair_key};
use crate::text::tokenizer::{SEPARATOR, Token};

/// The columns of `pair.S` before they are written.
pub(crate) struct PairColumns {
    firsts: Vec<Token>,
    first_ranks: Vec<u32>,
    /// Where the pairs of each first token begin, and where the last ones end.
    places: Vec<u32>,
    /// The second tokens, at the beginning of what was the order of the suffixes: there are no more pairs than suffixes.
    seconds: Numbers<u32>,
    /// A bit for each rank: whether a pair begins at it.
    begins: Vec<u64>,
    /// Ranks before the separators'.
    ranks: u32,
}

/// Suffixes that are asked for ahead of the one that is looked at.
const AHEAD: usize = 32;

impl PairColumns {
    /// Takes the order and the tokens: what is left of them is the pairs, and the words of `shared.S`.
    pub(crate) fn of(sorted: Sorted) -> (Self, Vec<u64>) {
        let Sorted { ids, order, frequencies } = sorted;
        match ids {
            Ids::Narrow(ids) => Self::of_ids(ids.all(), order, &frequencies),
            Ids::Wide(ids) => Self::of_ids(ids.all(), order, &frequencies),
        }
    }

    fn of_ids<T: Copy + Eq + Into<u32>>(
        ids: &[T],
        mut order: Numbers<u32>,
        frequencies: &Frequencies,
    ) -> (Self, Vec<u64>) {
        let (begins, shared) = (vec![0; ids.len().div_ceil(64)], vec![0; words_of(ids.len())]);
        let mut pairs = Finder { ids, frequencies, begins, shared, pairs: 0 };
        let firsts = frequencies.0.iter().filter(|(token, _)| *token != SEPARATOR);
        let (mut first_ranks, mut places, mut rank) = (Vec::new(), Vec::new(), 0);
        for (_, count) in firsts.clone() {
            first_ranks.push(rank);
            places.push(pairs.pairs as u32);
            pairs.find(order.all_mut(), rank as usize..(rank + count) as usize);
            rank += count;
        }
        places.push(pairs.pairs as u32);
        let Finder { begins, shared, .. } = pairs;
        let firsts = firsts.map(|(token, _)| *token).collect();
        (Self { firsts, first_ranks, places, seconds: order, begins, ranks: rank }, shared)
    }

    /// How many pairs there are.
    fn len(&self) -> usize {
        self.places.last().map_or(0, |end| *end as usize)
    }

    fn seconds(&self) -> &[Token] {
        &self.seconds.all()[..self.len()]
    }

    /// The shape is told in `store::pairs`, which reads it.
    pub(crate) fn write(&self, file: &mut impl Write) -> IoResult<()> {
        let firsts = self.firsts.len();
        let header = [firsts as u32, self.len() as u32, self.ranks];
        for numbers in [&header[..], &self.firsts, &self.first_ranks, &self.places[..firsts]] {
            file.write_all(bytemuck::cast_slice(numbers))?;
        }
        let mut ranks = ranks_of(&self.begins);
        let mut entries = [[0; 2]; AT_ONCE];
        for seconds in self.seconds().chunks(AT_ONCE) {
            for ((entry, second), rank) in entries.iter_mut().zip(seconds).zip(&mut ranks) {
                *entry = [*second, rank];
            }
            file.write_all(bytemuck::cast_slice(&entries[..seconds.len()]))?;
        }
        Slots::write(firsts, self.firsts.iter().map(|token| u64::from(*token)), file)?;
        let keys = self.firsts.iter().zip(self.places.windows(2)).flat_map(|(first, places)| {
            let seconds = &self.seconds()[places[0] as usize..places[1] as usize];
            seconds.iter().map(|second| pair_key(*first, *second))
        });
        Slots::write(self.len(), keys, file)
    }
}

/// Pairs handed to the file at once.
const AT_ONCE: usize = 2_048;

/// Tokens behind a pair that are told of, and one.
const TOLD: usize = shared::MOST as usize - 1;

/// Finds the pairs among the suffixes of one first token after the other.
struct Finder<'t, T> {
    ids: &'t [T],
    frequencies: &'t Frequencies,
    begins: Vec<u64>,
    shared: Vec<u64>,
    pairs: usize,
}

impl<T: Copy + Eq + Into<u32>> Finder<'_, T> {
    /// Goes through the suffixes of one first token; the second tokens take the places of suffixes that were seen.
    fn find(&mut self, order: &mut [u32], ranks: Range<usize>) {
        let (mut last, mut before) = (None, 0);
        for rank in ranks {
            if let Some(ahead) = order.get(rank + AHEAD) {
                prefetch(self.ids, *ahead as usize + 1);
                prefetch(self.ids, *ahead as usize + TOLD);
            }
            let position = order[rank] as usize;
            let before = std::mem::replace(&mut before, position);
            // The one suffix that ends behind its first token comes first and has no second.
            let Some(second) = self.ids.get(position + 1).copied() else { continue };
            if last == Some(second) {
                let tokens = self.common(before, position);
                shared::note(&mut self.shared, rank, tokens);
                continue;
            }
            last = Some(second);
            let id: u32 = second.into();
            order[self.pairs] = self.frequencies.0[id as usize].0;
            self.begins[rank / 64] |= 1 << (rank % 64);
            self.pairs += 1;
        }
    }

    /// How many tokens two suffixes have in common, up to what is told; they begin with one pair.
    #[inline]
    fn common(&self, one: usize, other: usize) -> usize {
        let [one, other] = [one, other].map(|at| &self.ids[at + 2..]);
        let (Some(one), Some(other)) = (one.first_chunk::<TOLD>(), other.first_chunk::<TOLD>()) else {
            return 2 + one.iter().zip(other).take_while(|(one, other)| one == other).count().min(TOLD - 1);
        };
        // All at once, a bit for each: where they differ first is nothing a processor foresees. The last is beyond what is told.
        let mut differ = 1_u32 << (TOLD - 1);
        for at in 0..TOLD {
            differ |= u32::from(one[at] != other[at]) << at;
        }
        2 + differ.trailing_zeros() as usize
    }
}

/// The places of the bits that are set, rising.
fn ranks_of(bits: &[u64]) -> impl Iterator<Item = u32> + '_ {
    bits.iter().zip(0_u32..).flat_map(|(word, at)| {
        let mut word = *word;
        std::iter::from_fn(move || {
            let bit = (word != 0).then(|| word.trailing_zeros())?;
            word &= word - 1;
            Some(at * 64 + bit)
        })
    })
}
