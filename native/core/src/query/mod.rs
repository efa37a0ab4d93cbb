//! Where an output's tokens stand in an index: intervals of suffixes, the longest matches, and who holds them.

mod borders;
pub(crate) mod bounds;
pub(crate) mod counts;
pub(crate) mod extent;
pub(crate) mod holders;
pub(crate) mod interval;
pub(crate) mod matches;
pub(crate) mod place;
pub(crate) mod quotes;
pub(crate) mod repeats;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod trial;
pub(crate) mod walk;
#[cfg(test)]
mod work;
