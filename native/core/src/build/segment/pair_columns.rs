//! The pairs of tokens that suffixes begin with, found in the order of the suffixes and kept where that order stood; and, from the same walk, what each suffix has in
//! common with the one before it.

use std::io::{Result as IoResult, Write};
use std::ops::Range;

use super::suffix_array::{Frequencies, Ids, Sorted};
use crate::build::segment::numbers::Numbers;
use crate::columns::shared::{self, words_of};
use crate::columns::slots::{Slots, pair_key};
use crate::error::Result;
use crate::files::prefetch::prefetch;
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
    /// Takes the order and the tokens: what is left of them is the pairs. The words of `shared.S` go to `tell` as they are found.
    pub(crate) fn of(sorted: Sorted, tell: impl FnMut(&[u64]) -> Result<()>) -> Result<Self> {
        let Sorted { ids, order, frequencies } = sorted;
        match ids {
            Ids::Narrow(ids) => Self::of_ids(ids.all(), order, &frequencies, tell),
            Ids::Wide(ids) => Self::of_ids(ids.all(), order, &frequencies, tell),
        }
    }

    fn of_ids<T: Copy + Eq + Into<u32>>(
        ids: &[T],
        mut order: Numbers<u32>,
        frequencies: &Frequencies,
        mut tell: impl FnMut(&[u64]) -> Result<()>,
    ) -> Result<Self> {
        let (begins, shared) = (vec![0; ids.len().div_ceil(64)], [0; words_of(PART)]);
        let mut pairs = Finder { ids, frequencies, begins, shared, pairs: 0 };
        let firsts = frequencies.0.iter().filter(|(token, _)| *token != SEPARATOR);
        let (mut first_ranks, mut places, mut rank) = (Vec::new(), Vec::new(), 0);
        for (_, count) in firsts.clone() {
            first_ranks.push(rank);
            places.push(pairs.pairs as u32);
            pairs.find(order.all_mut(), rank as usize..(rank + count) as usize, &mut tell)?;
            rank += count;
        }
        places.push(pairs.pairs as u32);
        pairs.end(rank as usize, &mut tell)?;
        let begins = pairs.begins;
        let firsts = firsts.map(|(token, _)| *token).collect();
        Ok(Self { firsts, first_ranks, places, seconds: order, begins, ranks: rank })
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

/// Suffixes of which the words of `shared.S` are written at once: as many as a processor's first cache holds.
const PART: usize = if cfg!(debug_assertions) { 64 } else { 1 << 15 };

/// Ranks, cut where parts begin.
fn parts(ranks: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let parts = ranks.start / PART..ranks.end.div_ceil(PART);
    parts.map(move |part| ranks.start.max(part * PART)..ranks.end.min((part + 1) * PART))
}

/// Tokens behind a pair that are told of, and one.
const TOLD: usize = shared::MOST as usize - 1;

/// Finds the pairs among the suffixes of one first token after the other.
struct Finder<'t, T> {
    ids: &'t [T],
    frequencies: &'t Frequencies,
    begins: Vec<u64>,
    /// Of the part of the ranks that is looked at.
    shared: [u64; words_of(PART)],
    pairs: usize,
}

impl<T: Copy + Eq + Into<u32>> Finder<'_, T> {
    /// Goes through the suffixes of one first token; the second tokens take the places of suffixes that were seen.
    fn find(
        &mut self,
        order: &mut [u32],
        ranks: Range<usize>,
        tell: &mut impl FnMut(&[u64]) -> Result<()>,
    ) -> Result<()> {
        let (mut last, mut before) = (None, 0);
        for part in parts(ranks) {
            let end = part.end;
            self.find_in(order, part, (&mut last, &mut before));
            if end % PART == 0 {
                tell(&self.shared)?;
                self.shared.fill(0);
            }
        }
        Ok(())
    }

    /// Tells of what is left: the last part, and the separators, which have nothing in common.
    fn end(&mut self, ranks: usize, tell: &mut impl FnMut(&[u64]) -> Result<()>) -> Result<()> {
        let mut left = words_of(self.ids.len()) - ranks / PART * words_of(PART);
        while left > 0 {
            let some = left.min(self.shared.len());
            tell(&self.shared[..some])?;
            self.shared.fill(0);
            left -= some;
        }
        Ok(())
    }

    /// Goes through one part of them, from the second token and the position of the suffix before it on.
    fn find_in(
        &mut self,
        order: &mut [u32],
        ranks: Range<usize>,
        (last, before): (&mut Option<T>, &mut usize),
    ) {
        for rank in ranks {
            if let Some(ahead) = order.get(rank + AHEAD) {
                prefetch(self.ids, *ahead as usize + 1);
                prefetch(self.ids, *ahead as usize + TOLD);
            }
            let position = order[rank] as usize;
            let before = std::mem::replace(before, position);
            // The one suffix that ends behind its first token comes first and has no second.
            let Some(second) = self.ids.get(position + 1).copied() else { continue };
            if *last == Some(second) {
                let tokens = self.common(before, position);
                shared::note(&mut self.shared, rank % PART, tokens);
                continue;
            }
            *last = Some(second);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::segment::suffix_array::sort_suffixes;

    #[test]
    fn it_is_told_of_all_suffixes_what_they_have_in_common_with_the_one_before() {
        // Tokens and separators fill more than a part each, and the last rows say the same for longer than is told.
        let rows =
            (0..PART as Token + 99).map(|row| (0..row % 5).map(|at| (row * 7 + at * at) % 11).collect());
        let tokens: Vec<Token> = rows
            .chain([(0..40).collect::<Vec<Token>>(), (0..40).collect()])
            .flat_map(|row| [vec![SEPARATOR], row].concat())
            .collect();
        let sorted = sort_suffixes(tokens.clone().into()).unwrap();
        let mut expected = vec![0; words_of(tokens.len())];
        for (rank, pair) in (1..).zip(sorted.order.all().windows(2)) {
            let [one, other] = [pair[0], pair[1]].map(|at| &tokens[at as usize..]);
            if other[0] != SEPARATOR {
                let tokens = one.iter().zip(other).take_while(|(one, other)| one == other).count();
                shared::note(&mut expected, rank, tokens);
            }
        }
        let mut words = Vec::new();
        let tell = |some: &[u64]| {
            words.extend_from_slice(some);
            Ok(())
        };
        PairColumns::of(sorted, tell).unwrap();
        assert!(words == expected);
    }
}
