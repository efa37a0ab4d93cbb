//! The hash that names an ordered data set with its tokenizer: a pure function of the rows, whatever the segments are.

use sha2::{Digest, Sha256};

use super::row::Row;
use super::tokenizer::{NAME, VOCABULARY_HASH, hex};

/// Bytes of a row's digest.
pub(crate) const DIGEST_BYTES: usize = 32;

/// What stands for a row in the hash of its data set.
pub(crate) type RowDigest = [u8; DIGEST_BYTES];

/// SHA-256 over id, owner and text, every field behind its length as u64.
pub(crate) fn row_digest(row: &Row) -> RowDigest {
    let mut hash = Sha256::new();
    for part in [&row.id, row.owner(), &row.text] {
        field(&mut hash, part.as_bytes());
    }
    hash.finalize().into()
}

/// SHA-256 over the tokenizer's name and its vocabulary's hash, each behind its length, then the digests of the rows in order of
/// submission. 32 bytes a row: a row more or less does not need the texts of the others.
pub(crate) fn data_set_hash<'d>(digests: impl IntoIterator<Item = &'d [u8]>) -> String {
    DataSetHash::default().of(digests)
}

/// That hash of a data set that grows: rows that were hashed are not hashed again with those behind them.
#[derive(Clone)]
pub(crate) struct DataSetHash {
    hash: Sha256,
    /// Of digests in the hash.
    bytes: usize,
}

impl Default for DataSetHash {
    fn default() -> Self {
        let mut hash = Sha256::new();
        field(&mut hash, NAME.as_bytes());
        field(&mut hash, &VOCABULARY_HASH);
        Self { hash, bytes: 0 }
    }
}

impl DataSetHash {
    /// Of all rows, from the first on; those of the last call are its beginning.
    pub(crate) fn of<'d>(&mut self, digests: impl IntoIterator<Item = &'d [u8]>) -> String {
        let mut known = self.bytes;
        for digests in digests {
            let more = &digests[known.min(digests.len())..];
            known -= digests.len() - more.len();
            self.hash.update(more);
            self.bytes += more.len();
        }
        hex(&self.hash.clone().finalize())
    }
}

fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_that_grows_has_the_hash_of_what_it_became() {
        let digests: Vec<u8> = (0..20 * DIGEST_BYTES).map(|at| (at * at) as u8).collect();
        let rows =
            |range: std::ops::Range<usize>| &digests[range.start * DIGEST_BYTES..range.end * DIGEST_BYTES];
        let mut growing = DataSetHash::default();
        for end in [0, 1, 1, 7, 8, 20] {
            // Cut as segments are, which merges change.
            let cuts = [rows(0..end / 3), rows(end / 3..end / 2), rows(end / 2..end)];
            assert_eq!(growing.of(cuts), data_set_hash([rows(0..end)]), "{end}");
        }
    }
}
