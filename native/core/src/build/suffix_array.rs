//! The suffix array of a token file, by libsais over dense ids that keep the order of the tokens' bytes.

use libsais::SuffixArrayConstruction;

use crate::error::{Error, Result};
use crate::store::numbers::Numbers;
use crate::store::order::order_key;
use crate::text::tokenizer::{SEPARATOR, Token, VOCABULARY_SIZE};

/// Tokens and separators one segment may have: libsais counts in 31 bits, what it needs beside included.
pub(crate) const MAX_SEGMENT_TOKENS: usize = i32::MAX as usize - (1 << 20);

/// How often each token occurs, in the order of the suffixes; the separator last.
pub(crate) struct Frequencies(pub(crate) Vec<(Token, u32)>);

impl Frequencies {
    pub(crate) fn of(tokens: &[Token]) -> Self {
        let mut counts = vec![0_u32; VOCABULARY_SIZE as usize];
        let mut separators = 0;
        for token in tokens {
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
    pub(crate) tokens: Numbers,
    /// The positions of all suffixes in order, the separators' suffixes included.
    pub(crate) order: Numbers,
    pub(crate) frequencies: Frequencies,
}

/// Sorts the suffixes of some tokens. Linear time; 8 bytes a token in all, and 4 MB.
///
/// # Errors
/// There is no memory for it.
pub(crate) fn sort_suffixes(tokens: Vec<Token>) -> Result<Sorted> {
    let frequencies = Frequencies::of(&tokens);
    let mut dense_ids = vec![0_u32; VOCABULARY_SIZE as usize + 1];
    for (dense, (token, _)) in (0..).zip(&frequencies.0) {
        dense_ids[slot(*token)] = dense;
    }
    let mut kept = Numbers::zeroed(tokens.len())?;
    for (dense, token) in kept.all_mut().iter_mut().zip(&tokens) {
        *dense = dense_ids[slot(*token)];
    }
    drop(tokens);
    let order = order_of(kept.all_mut(), frequencies.0.len())?;
    // libsais leaves its input as it was: the tokens are found in it again.
    for token in kept.all_mut() {
        *token = frequencies.0[*token as usize].0;
    }
    Ok(Sorted { tokens: kept, order, frequencies })
}

/// The order of the suffixes of a text of so many different numbers.
fn order_of(dense: &mut [u32], different: usize) -> Result<Numbers> {
    let count = dense.len();
    let mut order = Numbers::zeroed(count + room_for(different))?;
    let text: &mut [i32] = bytemuck::cast_slice_mut(dense);
    let buffer: &mut [i32] = bytemuck::cast_slice_mut(order.all_mut());
    SuffixArrayConstruction::for_text_mut(text)
        .in_borrowed_buffer(buffer)
        .single_threaded()
        .run()
        .map_err(|fault| Error::internal(format!("the suffix array could not be built: {fault:?}")))?;
    order.shorten(count);
    Ok(order)
}

/// Numbers that libsais wants behind the order: with six for each different token, and what aligns them, it takes the ways of sorting that pass over the text the fewest
/// times. 2.4 MB at most.
fn room_for(different: usize) -> usize {
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
        let sorted = sort_suffixes(tokens.to_vec()).unwrap();
        assert_eq!(sorted.tokens.all(), tokens);
        let bytes = |at: u32| -> Vec<u8> {
            tokens[at as usize..].iter().flat_map(|token| token.to_le_bytes()).collect()
        };
        let mut expected: Vec<u32> = (0..tokens.len() as u32).collect();
        expected.sort_by_key(|at| bytes(*at));
        assert_eq!(sorted.order.all(), expected);
    }
}
