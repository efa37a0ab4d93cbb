//! How an index lies on disk: the manifest, the groups of files it names, and how a folder appears whole or not at all.

pub(crate) mod folder;
pub(crate) mod group;
pub(crate) mod manifest;
pub(crate) mod mask;
pub(crate) mod place;
pub(crate) mod segment;
pub(crate) mod verify;
