//! infini-gram's indexes, version 4, both ways: what other engines built becomes rows of ours, and ours becomes files that theirs open.

pub(crate) mod documents;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod names;
pub(crate) mod vocabulary;
