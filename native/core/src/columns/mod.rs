//! The columns of a segment, each with its writer and its reader, and the order of suffixes that they all follow.

pub(crate) mod gaps;
pub(crate) mod order;
pub(crate) mod pairs;
pub(crate) mod pointers;
pub(crate) mod range_minimum;
pub(crate) mod rows;
pub(crate) mod shared;
pub(crate) mod slots;
pub(crate) mod units;
