//! Where an output's tokens stand in an index: intervals of suffixes, the longest matches, and who holds them.

pub(crate) mod bounds;
pub(crate) mod counts;
pub(crate) mod extent;
pub(crate) mod holders;
pub(crate) mod insertion;
pub(crate) mod interval;
pub(crate) mod matches;
pub(crate) mod scan;
pub(crate) mod walk;
