//! The hash that names an ordered data set with its tokenizer: a pure function of the rows, whatever the segments are.

use sha2::{Digest, Sha256};

use super::row::Row;
use super::tokenizer::{NAME, Tokenizer, hex};

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
    let mut hash = Sha256::new();
    field(&mut hash, NAME.as_bytes());
    field(&mut hash, Tokenizer::get().vocabulary_hash());
    digests.into_iter().for_each(|digest| hash.update(digest));
    hex(&hash.finalize())
}

fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
