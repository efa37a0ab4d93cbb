//! The suffix array of a token file, by libsais over dense ids that keep the order of the tokens' bytes.

use libsais::SuffixArrayConstruction;

use crate::error::{Error, Result};
use crate::store::order::order_key;
use crate::text::tokenizer::{SEPARATOR, Token, VOCABULARY_SIZE};

/// Tokens and separators one segment may have: libsais counts in 31 bits.
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

/// The positions of all suffixes in order, the separators' suffixes included. Linear time, 8 bytes a token beside the input.
///
/// # Errors
/// libsais ran out of memory.
pub(crate) fn suffix_array(tokens: &[Token], frequencies: &Frequencies) -> Result<Vec<i32>> {
    let mut dense_ids = vec![0_i32; VOCABULARY_SIZE as usize + 1];
    for (dense, (token, _)) in (0..).zip(&frequencies.0) {
        dense_ids[slot(*token)] = dense;
    }
    let mut dense: Vec<i32> = tokens.iter().map(|token| dense_ids[slot(*token)]).collect();
    let sorted = SuffixArrayConstruction::for_text_mut(&mut dense)
        .in_owned_buffer32()
        .single_threaded()
        .run()
        .map_err(|fault| Error::internal(format!("the suffix array could not be built: {fault:?}")))?;
    let order = sorted.into_vec();
    debug_assert_eq!(order.len(), tokens.len());
    Ok(order)
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
        let order = suffix_array(&tokens, &Frequencies::of(&tokens)).unwrap();
        let bytes = |at: i32| -> Vec<u8> {
            tokens[at as usize..].iter().flat_map(|token| token.to_le_bytes()).collect()
        };
        let mut expected: Vec<i32> = (0..tokens.len() as i32).collect();
        expected.sort_by_key(|at| bytes(*at));
        assert_eq!(order, expected);
    }
}
