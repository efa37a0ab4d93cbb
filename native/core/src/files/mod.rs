//! How bytes come to rest and are read back: what is done to a disk, checksums, and mapped files of which nothing is read unchecked.

pub(crate) mod checked;
pub(crate) mod checksum;
pub(crate) mod disk;
#[cfg(test)]
pub(crate) mod failing_disk;
pub(crate) mod mapped;
pub(crate) mod prefetch;
#[cfg(test)]
pub(crate) mod turns;
#[cfg(test)]
pub(crate) mod unsynced;
