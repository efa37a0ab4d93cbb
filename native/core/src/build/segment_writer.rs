//! Writes one segment: infini-gram's files from tokens and a suffix array, and our sidecars from the same.

use std::io::{Result as IoResult, Write};

use super::suffix_array::{Frequencies, suffix_array};
use crate::error::{Error, Result};
use crate::store::manifest::{GroupRecord, Removed, SegmentRecord};
use crate::store::pairs::PairColumns;
use crate::store::place::Place;
use crate::store::pointers::write_pointers;
use crate::store::range_minimum::write_column;
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

/// Writes the segment with the given name; `first_row` is the number of its first row.
pub(crate) fn write_segment(
    place: &Place,
    name: String,
    first_row: u32,
    pending: &Pending,
) -> Result<SegmentRecord> {
    let frequencies = Frequencies::of(&pending.tokens);
    let order = suffix_array(&pending.tokens, &frequencies)?;
    let group = write_files(place, name, pending, &order, &frequencies)?;
    let rows = pending.starts.len();
    let tokens = (pending.tokens.len() - rows) as u64;
    Ok(SegmentRecord { first_row, rows: rows as u32, tokens, removed: Removed::default(), group })
}

fn write_files(
    place: &Place,
    name: String,
    pending: &Pending,
    order: &[i32],
    frequencies: &Frequencies,
) -> Result<GroupRecord> {
    let mut group = place.group(name);
    group.file("tokenized", |file| file.write_all(bytemuck::cast_slice(&pending.tokens)))?;
    group.file("table", |file| write_pointers(order, TOKEN_BYTES, file))?;
    group.file("offset", |file| {
        pending
            .starts
            .iter()
            .try_for_each(|start| file.write_all(&(u64::from(*start) * TOKEN_BYTES as u64).to_le_bytes()))
    })?;
    group.file("metadata", |file| file.write_all(&pending.metadata))?;
    group.file("metaoff", |file| file.write_all(bytemuck::cast_slice(&pending.metadata_starts)))?;
    group.file("unigram", |file| write_unigrams(frequencies, file))?;
    group.file("digest", |file| file.write_all(&pending.digests))?;
    group.file("owner", |file| {
        pending.owners.iter().try_for_each(|owner| file.write_all(&owner.0.to_le_bytes()))
    })?;
    let rows = rows_by_rank(pending, order);
    group.file("row", |file| write_column(&rows, file))?;
    group.file("previous", |file| write_column(&previous_by_rank(pending, &rows), file))?;
    group.file("unit", |file| write_units(&pending.tokens, file))?;
    group.file("pair", |file| write_pairs(pending, order, frequencies, file))?;
    group.finish()
}

/// Lines `token count`; the separator stands as the number it is in the token file.
pub(crate) fn write_unigrams(frequencies: &Frequencies, file: &mut impl Write) -> IoResult<()> {
    let mut sorted = frequencies.0.clone();
    sorted.sort_unstable();
    sorted.iter().try_for_each(|(token, count)| writeln!(file, "{token} {count}"))
}

fn rows_by_rank(pending: &Pending, order: &[i32]) -> Vec<u32> {
    let mut row_at = vec![0_u32; pending.tokens.len()];
    for (row, start) in (0_u32..).zip(&pending.starts) {
        let end = pending.starts.get(row as usize + 1).map_or(row_at.len(), |end| *end as usize);
        row_at[*start as usize..end].fill(row);
    }
    order.iter().map(|position| row_at[*position as usize]).collect()
}

/// For each rank one more than the last rank before it of the same owner: the values of an interval that don't reach into it mark its owners.
fn previous_by_rank(pending: &Pending, rows: &[u32]) -> Vec<u32> {
    let owners = pending.owners.iter().map(|owner| owner.0 as usize + 1).max().unwrap_or(0);
    let mut last = vec![0_u32; owners];
    (1_u32..)
        .zip(rows)
        .map(|(next, row)| std::mem::replace(&mut last[pending.owners[*row as usize].0 as usize], next))
        .collect()
}

fn write_pairs(
    pending: &Pending,
    order: &[i32],
    frequencies: &Frequencies,
    file: &mut impl Write,
) -> IoResult<()> {
    let mut columns = PairColumns::default();
    let mut rank = 0;
    for (token, count) in frequencies.0.iter().filter(|(token, _)| *token != SEPARATOR) {
        columns.firsts.push(*token);
        columns.first_ranks.push(rank);
        columns.places.push(columns.seconds.len() as u32);
        let mut last = None;
        for rank in rank..rank + count {
            // The one suffix that ends behind its first token comes first and has no second.
            let second = pending.tokens.get(order[rank as usize] as usize + 1).copied();
            if let Some(second) = second.filter(|second| last != Some(*second)) {
                columns.seconds.push([second, rank]);
                last = Some(second);
            }
        }
        rank += count;
    }
    columns.ranks = rank;
    columns.write(file)
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
