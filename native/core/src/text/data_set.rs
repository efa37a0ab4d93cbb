//! The hash that names an ordered data set with its tokenizer: a pure function of the rows, whatever the segments are.

use sha2::{Digest, Sha256};

use super::row::Row;
use super::tokenizer::{NAME, Tokenizer, hex};

/// Takes rows in order of submission and ends in their hash.
pub(crate) struct DataSetHash(Sha256);

impl DataSetHash {
    /// SHA-256 over the tokenizer's name and its vocabulary's hash, then id, owner and text of each row, every field behind its
    /// length as u64.
    pub(crate) fn new() -> Self {
        let mut hash = Self(Sha256::new());
        hash.field(NAME.as_bytes());
        hash.field(Tokenizer::get().vocabulary_hash());
        hash
    }

    pub(crate) fn push(&mut self, row: &Row) {
        self.field(row.id.as_bytes());
        self.field(row.owner().as_bytes());
        self.field(row.text.as_bytes());
    }

    pub(crate) fn finish(self) -> String {
        hex(&self.0.finalize())
    }

    fn field(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}
