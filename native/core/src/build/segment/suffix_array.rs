//! The suffix array of a token file, by libsais over dense ids that keep the order of the tokens' bytes.

use bytemuck::Pod;
use libsais::SuffixArrayConstruction;

use super::gathered::Tokens;
use crate::build::segment::numbers::Numbers;
use crate::columns::order::order_key;
use crate::error::{Error, Result};
use crate::text::row::MAX_ROW_BYTES;
use crate::text::tokenizer::{SEPARATOR, Token, VOCABULARY_SIZE};

/// Tokens and separators with which a segment is closed: libsais counts in 31 bits, what it needs beside and the last row included.
pub(crate) const MAX_SEGMENT_TOKENS: usize = i32::MAX as usize - (2 << 20);

const _: () = {
    let last_row = 1 + MAX_ROW_BYTES;
    assert!(MAX_SEGMENT_TOKENS - 1 + last_row + room_for(VOCABULARY_SIZE as usize + 1) <= i32::MAX as usize);
};

/// How often each token occurs, in the order of the suffixes; the separator last.
pub(crate) struct Frequencies(pub(crate) Vec<(Token, u32)>);

impl Frequencies {
    pub(crate) fn of(tokens: &Tokens) -> Self {
        let mut counts = vec![0_u32; VOCABULARY_SIZE as usize];
        let mut separators = 0;
        for token in tokens.slices().flatten() {
            match counts.get_mut(*token as usize) {
                Some(count) => *count += 1,
                None => separators += 1,
            }
        }
        let mut present: Vec<(Token, u32)> =
            (0..).zip(counts).filter(|(_, count)| *count > 0).chain([(SEPARATOR, separators)]).collect();
        present.sort_unstable_by_key(|(token, _)| order_key(*token));
        Self(present)
    }
}

/// Tokens with the order of their suffixes.
pub(crate) struct Sorted {
    pub(crate) ids: Ids,
    /// The positions of all suffixes in order, the separators' suffixes included.
    pub(crate) order: Numbers<u32>,
    /// Of the tokens by their ids.
    pub(crate) frequencies: Frequencies,
}

/// Tokens as numbers without gaps that keep the order of the tokens' bytes. In 16 bits they take half the memory, and sorting waits for it less often.
pub(crate) enum Ids {
    Narrow(Numbers<u16>),
    Wide(Numbers<u32>),
}

/// Most different tokens whose ids take 16 bits, the separator included; in the campaign fewer, so that its data sets are sorted in both ways.
const NARROW: usize = if cfg!(debug_assertions) { 16 } else { 1 << 16 };

/// Below so many tokens ids are wide: sorting by narrow ones keeps tables of 2 MB whatever they are.
const NARROW_FROM: usize = if cfg!(debug_assertions) { 64 } else { 1 << 18 };

/// Sorts the suffixes of some tokens. Linear time; 8 bytes a token in all where ids are wide, 6 where they are narrow, and 4 MB. Memory is taken over from the tokens.
///
/// # Errors
/// There is no memory for it.
pub(crate) fn sort_suffixes(tokens: Tokens) -> Result<Sorted> {
    let frequencies = Frequencies::of(&tokens);
    match frequencies.0.len() <= NARROW && tokens.len() >= NARROW_FROM {
        true => sort_by_narrow_ids(tokens, frequencies),
        false => sort_by_wide_ids(tokens, frequencies),
    }
}

fn sort_by_narrow_ids(tokens: Tokens, frequencies: Frequencies) -> Result<Sorted> {
    let ids = ids_of(tokens, &frequencies, |id| id as u16)?;
    let mut order = Numbers::zeroed(ids.all().len() + room_for(frequencies.0.len()))?;
    let buffer: &mut [i32] = bytemuck::cast_slice_mut(order.all_mut());
    let sorting = SuffixArrayConstruction::for_text(ids.all()).in_borrowed_buffer(buffer);
    sorting.single_threaded().run().map_err(unsorted)?;
    order.shorten(ids.all().len());
    Ok(Sorted { ids: Ids::Narrow(ids), order, frequencies })
}

fn sort_by_wide_ids(tokens: Tokens, frequencies: Frequencies) -> Result<Sorted> {
    let mut ids = ids_of(tokens, &frequencies, |id| id)?;
    let count = ids.all().len();
    let mut order = Numbers::zeroed(count + room_for(frequencies.0.len()))?;
    let buffer: &mut [i32] = bytemuck::cast_slice_mut(order.all_mut());
    // libsais uses its input meanwhile, and leaves it as it was.
    let text: &mut [i32] = bytemuck::cast_slice_mut(ids.all_mut());
    let sorting = SuffixArrayConstruction::for_text_mut(text).in_borrowed_buffer(buffer);
    sorting.single_threaded().run().map_err(unsorted)?;
    order.shorten(count);
    Ok(Sorted { ids: Ids::Wide(ids), order, frequencies })
}

/// The ids of some tokens, in what `narrowed` makes of them.
fn ids_of<T: Pod>(
    tokens: Tokens,
    frequencies: &Frequencies,
    narrowed: impl Fn(u32) -> T,
) -> Result<Numbers<T>> {
    let mut by_token = vec![T::zeroed(); VOCABULARY_SIZE as usize + 1];
    for (id, (token, _)) in (0..).zip(&frequencies.0) {
        by_token[slot(*token)] = narrowed(id);
    }
    let mut ids = Numbers::zeroed(tokens.len())?;
    let mut rest = ids.all_mut().iter_mut();
    tokens.consume(|slice| rest.by_ref().zip(slice).for_each(|(id, token)| *id = by_token[slot(*token)]));
    Ok(ids)
}

fn unsorted(fault: impl std::fmt::Debug) -> Error {
    Error::internal(format!("the suffix array could not be built: {fault:?}"))
}

/// Numbers that libsais wants behind the order: with six for each different token, and what aligns them, it takes the ways of sorting that pass over the text the fewest
/// times. 2.4 MB at most.
const fn room_for(different: usize) -> usize {
    6 * different + 1024
}

/// A token's place in a table by token; the separator has the last one.
fn slot(token: Token) -> usize {
    (token as usize).min(VOCABULARY_SIZE as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_stand_in_the_order_of_their_bytes() {
        // 256 is the bytes 00 01 00 00 and 1 is 01 00 00 00: by bytes 256 comes first.
        let tokens = [SEPARATOR, 1, 256, 256, 1, SEPARATOR, 1, 256, 65_536, SEPARATOR, SEPARATOR];
        let bytes = |at: u32| -> Vec<u8> {
            tokens[at as usize..].iter().flat_map(|token| token.to_le_bytes()).collect()
        };
        let mut expected: Vec<u32> = (0..tokens.len() as u32).collect();
        expected.sort_by_key(|at| bytes(*at));
        for sort in [sort_by_wide_ids, sort_by_narrow_ids] {
            let given = Tokens::from(tokens.to_vec());
            let frequencies = Frequencies::of(&given);
            let sorted = sort(given, frequencies).unwrap();
            assert_eq!(sorted.order.all(), expected);
            let ids: Vec<u32> = match &sorted.ids {
                Ids::Narrow(ids) => ids.all().iter().copied().map(u32::from).collect(),
                Ids::Wide(ids) => ids.all().to_vec(),
            };
            let found: Vec<Token> = ids.iter().map(|id| sorted.frequencies.0[*id as usize].0).collect();
            assert_eq!(found, tokens);
        }
    }

    #[test]
    fn as_many_different_tokens_as_16_bits_tell_apart_are_sorted_by_them() {
        for different in [NARROW, NARROW + 1] {
            let known = different as Token - 1;
            // Every token, then all of them again in another order, twice.
            let again = (0..known).map(|at| at.wrapping_mul(40_503) % known);
            let rows = [(0..known).collect(), again.clone().collect(), again.collect::<Vec<Token>>()];
            let mut tokens: Vec<Token> =
                rows.into_iter().flat_map(|row| [vec![SEPARATOR], row].concat()).collect();
            tokens.extend((0..NARROW_FROM as Token).map(|at| at % 7));
            let sorted = sort_suffixes(tokens.clone().into()).unwrap();
            assert_eq!(sorted.frequencies.0.len(), different);
            assert_eq!(matches!(sorted.ids, Ids::Narrow(_)), different == NARROW);
            let tokens = Tokens::from(tokens);
            let frequencies = Frequencies::of(&tokens);
            let by_wide = sort_by_wide_ids(tokens, frequencies).unwrap();
            assert!(sorted.order.all() == by_wide.order.all());
        }
    }
}
