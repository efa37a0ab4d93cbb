//! Writes one segment: infini-gram's files from tokens and a suffix array, and our sidecars from the same.

use std::io::{Result as IoResult, Write};

use super::pair_columns::PairColumns;
use super::suffix_array::{Frequencies, Sorted, sort_suffixes};
use super::suffix_columns::write_columns;
use crate::error::{Error, Result};
use crate::store::manifest::{GroupRecord, Removed, SegmentRecord};
use crate::store::place::Place;
use crate::store::pointers::write_pointers;
use crate::store::segment::{Segment, TOKEN_BYTES, View};
use crate::store::units::write_units;
use crate::text::data_set::row_digest;
use crate::text::row::{OwnerNumber, Row};
use crate::text::tokenizer::{SEPARATOR, Token, Tokenizer};

/// The rows of a segment before it is written.
#[derive(Default)]
pub(crate) struct Pending {
    /// A separator, then a row's tokens; again for each row.
    pub(crate) tokens: Vec<Token>,
    /// Where each row's separator stands.
    pub(crate) starts: Vec<u32>,
    pub(crate) owners: Vec<OwnerNumber>,
    /// One JSON line for each row.
    pub(crate) metadata: Vec<u8>,
    pub(crate) metadata_starts: Vec<u64>,
    /// What stands for each row in the hash of the data set, one behind the other.
    pub(crate) digests: Vec<u8>,
}

impl Pending {
    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Takes a row that was checked. Returns how many tokens it has.
    pub(crate) fn push_row(&mut self, row: &Row, owner: OwnerNumber) -> Result<usize> {
        self.begin_row(owner, &row_digest(row));
        let before = self.tokens.len();
        Tokenizer::get().encode_into(&row.text, &mut self.tokens);
        self.metadata.extend(metadata_line(row)?);
        Ok(self.tokens.len() - before)
    }

    /// Takes a row of another segment as it is.
    pub(crate) fn copy_row(&mut self, segment: &Segment, view: &View<'_>, local_row: usize) {
        self.begin_row(view.owner(local_row as u32), segment.digest(local_row));
        self.tokens.extend_from_slice(view.row_tokens(local_row));
        self.metadata.extend_from_slice(segment.metadata(local_row));
    }

    fn begin_row(&mut self, owner: OwnerNumber, digest: &[u8]) {
        self.starts.push(self.tokens.len() as u32);
        self.tokens.push(SEPARATOR);
        self.owners.push(owner);
        self.metadata_starts.push(self.metadata.len() as u64);
        self.digests.extend_from_slice(digest);
    }
}

/// Writes the segment with the given name; `first_row` is the number of its first row. Takes 8 bytes a token, and what tells the rows apart.
pub(crate) fn write_segment(
    place: &Place,
    name: String,
    first_row: u32,
    mut pending: Pending,
) -> Result<SegmentRecord> {
    let rows = pending.starts.len();
    let tokens = (pending.tokens.len() - rows) as u64;
    let sorted = sort_suffixes(std::mem::take(&mut pending.tokens))?;
    let group = write_files(place, name, &pending, sorted)?;
    Ok(SegmentRecord { first_row, rows: rows as u32, tokens, removed: Removed::default(), group })
}

fn write_files(place: &Place, name: String, pending: &Pending, sorted: Sorted) -> Result<GroupRecord> {
    let mut group = place.group(name);
    let (tokens, order) = (sorted.tokens.all(), sorted.order.all());
    group.file("tokenized", |file| file.write_all(bytemuck::cast_slice(tokens)))?;
    group.file("table", |file| write_pointers(order, TOKEN_BYTES, file))?;
    group.file("offset", |file| {
        let mut offsets = pending.starts.iter().map(|start| u64::from(*start) * TOKEN_BYTES as u64);
        offsets.try_for_each(|offset| file.write_all(&offset.to_le_bytes()))
    })?;
    group.file("metadata", |file| file.write_all(&pending.metadata))?;
    group.file("metaoff", |file| file.write_all(bytemuck::cast_slice(&pending.metadata_starts)))?;
    group.file("unigram", |file| write_unigrams(&sorted.frequencies, file))?;
    group.file("digest", |file| file.write_all(&pending.digests))?;
    group.file("owner", |file| {
        pending.owners.iter().try_for_each(|owner| file.write_all(&owner.0.to_le_bytes()))
    })?;
    write_columns(&mut group, pending, order)?;
    group.file("unit", |file| write_units(tokens, file))?;
    let (pairs, shared) = PairColumns::of(sorted);
    group.file("shared", |file| file.write_all(bytemuck::cast_slice(&shared)))?;
    drop(shared);
    group.file("pair", |file| pairs.write(file))?;
    group.finish()
}

/// Lines `token count`; the separator stands as the number it is in the token file.
pub(crate) fn write_unigrams(frequencies: &Frequencies, file: &mut impl Write) -> IoResult<()> {
    let mut sorted = frequencies.0.clone();
    sorted.sort_unstable();
    sorted.iter().try_for_each(|(token, count)| writeln!(file, "{token} {count}"))
}

/// What results and other engines read of a row: its names and whatever came with it.
fn metadata_line(row: &Row) -> Result<Vec<u8>> {
    let fail = |fault: serde_json::Error| Error::internal(fault.to_string());
    let mut line = serde_json::json!({ "id": row.id, "owner": row.owner() }).to_string().into_bytes();
    if let Some(metadata) = &row.metadata {
        let raw: &serde_json::value::RawValue = serde_json::from_str(metadata).map_err(fail)?;
        line.pop();
        line.extend(b",\"metadata\":");
        line.extend(raw.get().as_bytes());
        line.push(b'}');
    }
    line.push(b'\n');
    Ok(line)
}
