//! What an index says of itself, as a plain JavaScript object.

use napi_derive::napi;

/// What an index holds.
#[napi(object)]
pub struct IndexInfo {
    /// The version of the folder's format.
    pub format_version: u32,
    /// The version of the engine that built it.
    pub engine: String,
    /// The tokenizer's name.
    pub tokenizer: String,
    /// SHA-256 of the vocabulary.
    pub vocabulary_hash: String,
    /// The hash of the ordered data set with the tokenizer.
    pub data_set: String,
    /// How many rows.
    pub rows: i64,
    /// How many tokens.
    pub tokens: i64,
    /// How many owners.
    pub owners: i64,
    /// How many segments.
    pub segments: u32,
    /// The size of all files but the manifest.
    pub bytes: i64,
}

impl From<attribution::IndexInfo> for IndexInfo {
    fn from(info: attribution::IndexInfo) -> Self {
        Self {
            format_version: info.format_version,
            engine: info.engine,
            tokenizer: info.tokenizer,
            vocabulary_hash: info.vocabulary_hash,
            data_set: info.data_set,
            rows: info.rows as i64,
            tokens: info.tokens as i64,
            owners: info.owners as i64,
            segments: info.segments as u32,
            bytes: info.bytes as i64,
        }
    }
}
