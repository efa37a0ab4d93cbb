//! How rows become an index, and how an index changes: tokens, suffix arrays, sidecars, the language counts, and a folder that appears whole or not at all.

pub(crate) mod budget;
pub(crate) mod builder;
pub(crate) mod counts_writer;
pub(crate) mod directory;
#[cfg(test)]
mod ends;
pub(crate) mod increment;
pub(crate) mod known_pairs;
pub(crate) mod left;
pub(crate) mod lists;
pub(crate) mod merging;
pub(crate) mod neighbours;
pub(crate) mod roster;
pub(crate) mod segment;
pub(crate) mod sweep;
pub(crate) mod token_hash;
pub(crate) mod writer;
