//! How rows become an index: tokens, suffix arrays, sidecars, the language counts, and a folder that appears whole or not at all.

pub(crate) mod builder;
pub(crate) mod counts_writer;
pub(crate) mod segment_writer;
pub(crate) mod suffix_array;
