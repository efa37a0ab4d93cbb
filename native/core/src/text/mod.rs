//! Texts: how they become tokens, rows and places. Knows nothing of indexes.

pub(crate) mod data_set;
pub(crate) mod jsonl;
pub(crate) mod merges;
pub(crate) mod pieces;
pub(crate) mod places;
pub(crate) mod row;
pub(crate) mod spellings;
pub(crate) mod tokenizer;
pub(crate) mod words;
