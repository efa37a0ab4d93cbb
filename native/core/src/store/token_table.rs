//! Finds a token in a column of tokens that stand in the order of suffixes: a kilobyte by their first byte, then a binary search.

use super::order::order_key;
use crate::text::tokenizer::{Token, VOCABULARY_SIZE};

/// Where in such a column the tokens of each first byte begin.
pub(crate) struct TokenTable {
    starts: [u32; 257],
}

impl TokenTable {
    /// `None` when the column is not in order, or has what is no token.
    pub(crate) fn new(column: &[Token]) -> Option<Self> {
        let rising = column.is_sorted_by(|one, other| order_key(*one) < order_key(*other));
        if !rising || column.iter().any(|token| u64::from(*token) >= VOCABULARY_SIZE) {
            return None;
        }
        let mut starts = [column.len() as u32; 257];
        for (at, token) in column.iter().enumerate().rev() {
            starts[(token & 0xFF) as usize] = at as u32;
        }
        // A byte that no token begins with has an empty range: it begins where the next one does.
        for byte in (0..256).rev() {
            starts[byte] = starts[byte].min(starts[byte + 1]);
        }
        Some(Self { starts })
    }

    /// The token's place in the column the table was made of.
    #[inline]
    pub(crate) fn find(&self, column: &[Token], token: Token) -> Option<usize> {
        let byte = (token & 0xFF) as usize;
        let start = self.starts[byte] as usize;
        let same_byte = &column[start..self.starts[byte + 1] as usize];
        let at = same_byte.binary_search_by_key(&order_key(token), |other| order_key(*other)).ok()?;
        Some(start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_there_and_nothing_else() {
        let mut column: Vec<Token> = (0..50_000).filter(|token| token % 7 < 3 && token & 0xFF != 9).collect();
        column.sort_unstable_by_key(|token| order_key(*token));
        let table = TokenTable::new(&column).unwrap();
        for token in 0..51_000 {
            assert_eq!(
                table.find(&column, token),
                column.iter().position(|other| *other == token).filter(|_| token % 7 < 3)
            );
        }
        assert!(TokenTable::new(&[1, 256]).is_none());
    }
}
