//! What one segment is written from: its tokens, the order of their suffixes, and the columns that follow from it.

pub(crate) mod gathered;
pub(crate) mod numbers;
pub(crate) mod pair_columns;
pub(crate) mod segment_writer;
pub(crate) mod suffix_array;
pub(crate) mod suffix_columns;
