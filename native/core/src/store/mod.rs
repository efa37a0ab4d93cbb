//! How an index lies on disk: mapped files, checksums, the manifest, and how a folder appears whole or not at all.

pub(crate) mod checked;
pub(crate) mod checksum;
pub(crate) mod disk;
#[cfg(test)]
pub(crate) mod failing_disk;
pub(crate) mod folder;
pub(crate) mod gaps;
pub(crate) mod group;
pub(crate) mod manifest;
pub(crate) mod mapped;
pub(crate) mod mask;
pub(crate) mod numbers;
pub(crate) mod order;
pub(crate) mod pairs;
pub(crate) mod place;
pub(crate) mod pointers;
pub(crate) mod prefetch;
pub(crate) mod range_minimum;
pub(crate) mod rows;
pub(crate) mod segment;
pub(crate) mod shared;
pub(crate) mod slots;
#[cfg(test)]
pub(crate) mod turns;
pub(crate) mod units;
#[cfg(test)]
pub(crate) mod unsynced;
pub(crate) mod verify;
