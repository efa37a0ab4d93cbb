//! `manifest.json`: which files an index consists of. Read and written as a whole; its own bytes are checked too.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, Kind, Result, unreadable};
use crate::files::checksum::{BLOCK_BYTES, FileRecord};
use crate::files::disk::is_file;
use crate::text::tokenizer::{NAME, Token, VOCABULARY_HASH, hex};

/// The file's name in an index folder.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Raised whenever a reader of an older version could misread a folder.
pub(crate) const FORMAT_VERSION: u32 = 7;

/// Everything an index says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    pub(crate) format_version: u32,
    /// Raised by every commit: readers see by it whether what they hold is the newest.
    pub(crate) generation: u64,
    pub(crate) engine: String,
    pub(crate) tokenizer: TokenizerRecord,
    pub(crate) block_bytes: u64,
    pub(crate) data_set: String,
    pub(crate) rows: u64,
    pub(crate) tokens: u64,
    pub(crate) owners: u64,
    /// In order of submission.
    pub(crate) segments: Vec<SegmentRecord>,
    /// The language counts of the data set: those of a beginning, then what was added to them. They are summed.
    pub(crate) counts: Vec<GroupRecord>,
}

/// What an index holds.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub rows: u64,
    /// N: how many tokens, separators not counted.
    pub tokens: u64,
    /// How many owners.
    pub owners: u64,
    /// How many segments.
    pub segments: usize,
    /// The size of all files, the manifest not counted.
    pub bytes: u64,
}

/// Which vocabulary the tokens are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenizerRecord {
    pub(crate) name: String,
    pub(crate) vocabulary_hash: String,
    pub(crate) token_bytes: u32,
}

/// One segment: its rows' place in the order, and its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SegmentRecord {
    pub(crate) first_row: u32,
    /// How many stand in its files, those that were removed too; and their tokens.
    pub(crate) rows: u32,
    pub(crate) tokens: u64,
    /// Rows that were removed, numbered inside the segment, rising. No answer knows them; a merge leaves them out.
    #[serde(default, skip_serializing_if = "Removed::is_empty")]
    pub(crate) removed: Removed,
    #[serde(flatten)]
    pub(crate) group: GroupRecord,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Removed {
    pub(crate) rows: Vec<u32>,
    pub(crate) tokens: u64,
}

impl Removed {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl SegmentRecord {
    /// How many rows count.
    pub(crate) fn live_rows(&self) -> u64 {
        u64::from(self.rows) - self.removed.rows.len() as u64
    }

    /// How many tokens these have.
    pub(crate) fn live_tokens(&self) -> u64 {
        self.tokens - self.removed.tokens
    }

    /// Whether so much of it was removed that it is better written again.
    pub(crate) fn is_sparse(&self) -> bool {
        self.removed.tokens > self.tokens / SPARSE
    }
}

/// A segment of which more than one in so many tokens was removed is written again.
const SPARSE: u64 = 8;

/// Files that belong together, named `<what>.<name>`; `checksums.<name>` has the sums of their blocks in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GroupRecord {
    pub(crate) name: String,
    pub(crate) files: BTreeMap<String, FileRecord>,
}

impl Manifest {
    /// What it says of the index, for those who ask.
    pub(crate) fn info(&self) -> IndexInfo {
        IndexInfo {
            format_version: self.format_version,
            engine: self.engine.clone(),
            tokenizer: self.tokenizer.name.clone(),
            vocabulary_hash: self.tokenizer.vocabulary_hash.clone(),
            data_set: self.data_set.clone(),
            rows: self.rows,
            tokens: self.tokens,
            owners: self.owners,
            segments: self.segments.len(),
            bytes: self.files().map(|(_, file)| file.bytes).sum(),
        }
    }

    /// All groups of files.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &GroupRecord> {
        self.segments.iter().map(|segment| &segment.group).chain(&self.counts)
    }

    /// All files, by name.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&String, &FileRecord)> {
        self.groups().flat_map(|group| &group.files)
    }
}

impl TokenizerRecord {
    pub(crate) fn current() -> Self {
        Self {
            name: NAME.into(),
            vocabulary_hash: hex(&VOCABULARY_HASH),
            token_bytes: size_of::<Token>() as u32,
        }
    }
}

impl Manifest {
    /// The bytes of the file: the checksum of what follows, then the content.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        let content = serde_json::to_vec(self).map_err(|fault| Error::internal(fault.to_string()))?;
        let checksum = checksum_of(&content);
        Ok([BEFORE_CHECKSUM, checksum.as_bytes(), BEFORE_CONTENT, &content, BEHIND_CONTENT].concat())
    }

    /// # Errors
    /// No index, a damaged manifest, or one of another format or tokenizer.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        if !is_file(&path)? {
            return Err(Kind::NotAnIndex { folder: folder.display().to_string() }.into());
        }
        let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
        let content = checked_content(&bytes)?;
        // What a version's manifest says beside its version is that version's own affair.
        parse::<Format>(content)?.check(folder)?;
        let manifest: Self = parse(content)?;
        manifest.check_readable(folder)?;
        Ok(manifest)
    }

    fn check_readable(&self, folder: &Path) -> Result<()> {
        if self.block_bytes != BLOCK_BYTES as u64 {
            return Err(unsupported(
                folder,
                &format!("its blocks have {} bytes, not {BLOCK_BYTES}", self.block_bytes),
            ));
        }
        if self.tokenizer == TokenizerRecord::current() {
            return Ok(());
        }
        let name = &self.tokenizer.name;
        Err(unsupported(folder, &format!("its tokenizer is {name} with another vocabulary or width")))
    }
}

/// What every version's manifest says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Format {
    format_version: u32,
}

impl Format {
    fn check(&self, folder: &Path) -> Result<()> {
        if self.format_version == FORMAT_VERSION {
            return Ok(());
        }
        let reason = format!("it has format version {}, not {FORMAT_VERSION}", self.format_version);
        Err(unsupported(folder, &reason))
    }
}

fn unsupported(folder: &Path, reason: &str) -> Error {
    let reason = format!("{reason}: build it again from its rows, or read it with the engine that wrote it");
    Kind::Unsupported { folder: folder.display().to_string(), reason }.into()
}

/// What a manifest says, once its checksum was compared. Every byte of the file is under it or has one value: none can be altered unseen.
fn checked_content(bytes: &[u8]) -> Result<&[u8]> {
    let parts = bytes.strip_prefix(BEFORE_CHECKSUM).and_then(|rest| rest.split_at_checked(CHECKSUM_BYTES));
    let content = parts.and_then(|(checksum, rest)| {
        Some((checksum, rest.strip_prefix(BEFORE_CONTENT)?.strip_suffix(BEHIND_CONTENT)?))
    });
    match content {
        Some((recorded, content)) if recorded == checksum_of(content).as_bytes() => Ok(content),
        Some(_) => Err(Error::damaged(MANIFEST, "its checksum is not the recorded one")),
        None => Err(Error::damaged(MANIFEST, "it is cut short or altered")),
    }
}

fn parse<'c, T: Deserialize<'c>>(content: &'c [u8]) -> Result<T> {
    serde_json::from_slice(content).map_err(|fault| Error::damaged(MANIFEST, fault.to_string()))
}

/// The file's frame, the same in every version.
const BEFORE_CHECKSUM: &[u8] = b"{\"checksum\":\"";
const BEFORE_CONTENT: &[u8] = b"\",\"index\":";
const BEHIND_CONTENT: &[u8] = b"}\n";
const CHECKSUM_BYTES: usize = "xxh3:".len() + 16;

fn checksum_of(content: &[u8]) -> String {
    format!("xxh3:{:016x}", xxh3_64(content))
}
