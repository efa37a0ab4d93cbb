//! In which order suffixes stand: the one trap of the base files' layout, in one place.

use crate::text::tokenizer::Token;

/// What tokens are sorted by: suffixes stand in the order of their raw little-endian bytes, so the low byte decides first.
#[inline]
pub(crate) fn order_key(token: Token) -> u32 {
    token.swap_bytes()
}
