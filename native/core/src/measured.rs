//! Parts of a build that are measured by themselves. No part of the API.

use crate::build::segment::suffix_array;
use crate::error::Result;
use crate::text::tokenizer::{Token, Tokenizer};

/// How many tokens a text has.
pub fn count_tokens(text: &str) -> usize {
    Tokenizer::get().encode(text).len()
}

/// Sorts the suffixes of some tokens and forgets their order.
///
/// # Errors
/// There is no memory for it.
pub fn sort_suffixes(tokens: Vec<Token>) -> Result<()> {
    suffix_array::sort_suffixes(tokens.into()).map(drop)
}
