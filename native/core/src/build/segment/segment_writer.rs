//! Writes one segment: infini-gram's files from tokens and a suffix array, and our sidecars from the same.

use std::borrow::Cow;
use std::io::{Result as IoResult, Write};

use super::gathered::{Gathered, Tokens};
use super::pair_columns::PairColumns;
use super::suffix_array::{Frequencies, Sorted, sort_suffixes};
use super::suffix_columns::write_columns;
use crate::columns::pointers::write_pointers;
use crate::columns::units::write_units;
use crate::error::{Error, Result};
use crate::store::manifest::{Removed, SegmentRecord};
use crate::store::place::{Fresh, GroupWriter, Place};
use crate::store::segment::{Segment, TOKEN_BYTES, View};
use crate::text::data_set::row_digest;
use crate::text::row::{OwnerNumber, Row};
use crate::text::tokenizer::{SEPARATOR, Token, Tokenizer};

/// The rows of a segment before it is written.
#[derive(Default)]
pub(crate) struct Pending {
    /// A separator, then a row's tokens; again for each row.
    pub(crate) tokens: Tokens,
    /// Where each row's separator stands.
    pub(crate) starts: Vec<u32>,
    pub(crate) owners: Vec<OwnerNumber>,
    /// One JSON line for each row.
    pub(crate) metadata: Gathered<u8>,
    pub(crate) metadata_starts: Gathered<u64>,
    /// What stands for each row in the hash of the data set, one behind the other.
    pub(crate) digests: Gathered<u8>,
}

impl Pending {
    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// A row's tokens, without its separator.
    pub(crate) fn row_tokens(&self, row: usize) -> Cow<'_, [Token]> {
        let end = self.starts.get(row + 1).map_or(self.tokens.len(), |end| *end as usize);
        self.tokens.part(self.starts[row] as usize + 1..end)
    }

    /// Takes a row that was checked. Returns how many tokens it has.
    pub(crate) fn push_row(&mut self, row: &Row, owner: OwnerNumber) -> Result<usize> {
        self.begin_row(owner, &row_digest(row))?;
        let before = self.tokens.len();
        self.tokens.append(|tokens| Tokenizer::get().encode_into(&row.text, tokens))?;
        self.metadata.append(|lines| write_metadata(row, lines))??;
        Ok(self.tokens.len() - before)
    }

    /// Takes a row of another segment as it is.
    pub(crate) fn copy_row(&mut self, segment: &Segment, view: &View<'_>, local_row: usize) -> Result<()> {
        self.begin_row(view.owner(local_row as u32), segment.digest(local_row))?;
        self.tokens.append(|tokens| tokens.extend_from_slice(view.row_tokens(local_row)))?;
        self.metadata.append(|lines| lines.extend_from_slice(segment.metadata(local_row)))
    }

    fn begin_row(&mut self, owner: OwnerNumber, digest: &[u8]) -> Result<()> {
        self.starts.push(self.tokens.len() as u32);
        self.tokens.append(|tokens| tokens.push(SEPARATOR))?;
        self.owners.push(owner);
        let line = self.metadata.len() as u64;
        self.metadata_starts.append(|starts| starts.push(line))?;
        self.digests.append(|digests| digests.extend_from_slice(digest))
    }
}

/// Writes the segment with the given name; `first_row` is the number of its first row. Takes 8 bytes a token at most, and what tells the rows apart.
pub(crate) fn write_segment(
    place: &Place,
    name: String,
    first_row: u32,
    mut pending: Pending,
) -> Result<Fresh<SegmentRecord>> {
    let mut group = place.group(name);
    let rows = pending.starts.len();
    let tokens = std::mem::take(&mut pending.tokens);
    let count = (tokens.len() - rows) as u64;
    group.file("tokenized", |file| tokens.write(file))?;
    group.file("unit", |file| write_units(tokens.slices(), file))?;
    write_rows(&mut group, &pending)?;
    // It is on the disk: what follows takes its memory.
    (pending.metadata, pending.metadata_starts, pending.digests) = Default::default();
    let sorted = sort_suffixes(tokens)?;
    write_order(&mut group, &pending, sorted)?;
    let record = |group| SegmentRecord {
        first_row,
        rows: rows as u32,
        tokens: count,
        removed: Removed::default(),
        group,
    };
    Ok(group.finish()?.map(record))
}

/// What is known of the rows without an order.
fn write_rows(group: &mut GroupWriter<'_>, pending: &Pending) -> Result<()> {
    group.file("offset", |file| {
        let mut offsets = pending.starts.iter().map(|start| u64::from(*start) * TOKEN_BYTES as u64);
        offsets.try_for_each(|offset| file.write_all(&offset.to_le_bytes()))
    })?;
    group.file("metadata", |file| pending.metadata.write(file))?;
    group.file("metaoff", |file| pending.metadata_starts.write(file))?;
    group.file("digest", |file| pending.digests.write(file))?;
    group.file("owner", |file| {
        pending.owners.iter().try_for_each(|owner| file.write_all(&owner.0.to_le_bytes()))
    })
}

fn write_order(group: &mut GroupWriter<'_>, pending: &Pending, sorted: Sorted) -> Result<()> {
    group.file("unigram", |file| write_unigrams(&sorted.frequencies, file))?;
    let order = sorted.order.all();
    group.file("table", |file| write_pointers(order, TOKEN_BYTES, file))?;
    write_columns(group, pending, order)?;
    let mut shared = group.begin("shared")?;
    let tell = |words: &[u64]| shared.write(|file| file.write_all(bytemuck::cast_slice(words)));
    let pairs = PairColumns::of(sorted, tell)?;
    group.end(shared)?;
    group.file("pair", |file| pairs.write(file))
}

/// Lines `token count`; the separator stands as the number it is in the token file.
pub(crate) fn write_unigrams(frequencies: &Frequencies, file: &mut impl Write) -> IoResult<()> {
    let mut sorted = frequencies.0.clone();
    sorted.sort_unstable();
    sorted.iter().try_for_each(|(token, count)| writeln!(file, "{token} {count}"))
}

/// Appends what results and other engines read of a row: its names and whatever came with it.
fn write_metadata(row: &Row, lines: &mut Vec<u8>) -> Result<()> {
    let fail = |fault: serde_json::Error| Error::internal(fault.to_string());
    lines.extend(b"{\"id\":");
    serde_json::to_writer(&mut *lines, &row.id).map_err(fail)?;
    lines.extend(b",\"owner\":");
    serde_json::to_writer(&mut *lines, row.owner()).map_err(fail)?;
    if let Some(metadata) = &row.metadata {
        let raw: &serde_json::value::RawValue = serde_json::from_str(metadata).map_err(fail)?;
        lines.extend(b",\"metadata\":");
        lines.extend(raw.get().as_bytes());
    }
    lines.extend(b"}\n");
    Ok(())
}
