//! One segment, open: a suffix array over some rows in infini-gram's layout, with the sidecars that searches need.

use std::path::Path;

use super::checksum::check_file;
use super::manifest::{GroupRecord, SegmentRecord};
use super::mapped::Mapped;
use super::pairs::{PairShape, Pairs};
use super::pointers::Pointers;
use super::prefetch::prefetch;
use super::range_minimum::Column;
use super::units::{sums_of, units_between};
use crate::error::{Error, Result};
use crate::query::mask::Mask;
use crate::text::data_set::DIGEST_BYTES;
use crate::text::row::{OwnerNumber, RowNumber};
use crate::text::tokenizer::Token;

/// Bytes of a token in the token file.
pub(crate) const TOKEN_BYTES: usize = size_of::<Token>();

/// An open segment: its maps, and the shapes found in them.
pub(crate) struct Segment {
    name: String,
    first_row: u32,
    tokenized: Mapped,
    table: Mapped,
    offset: Mapped,
    metadata: Mapped,
    metaoff: Mapped,
    digest: Mapped,
    owner: Mapped,
    row: Mapped,
    previous: Mapped,
    pair: Mapped,
    unit: Mapped,
    column: Column,
    pairs: PairShape,
}

impl Segment {
    /// Opens a segment after comparing every file with its record.
    ///
    /// # Errors
    /// A file that is missing, cut short or altered, by its name.
    pub(crate) fn open(folder: &Path, record: &SegmentRecord) -> Result<Self> {
        let open = |what: &str| open_file(folder, &record.group, what);
        // Nothing reads these two yet, but a damaged file refuses its segment whichever it is.
        open("unigram")?;
        open("checksums")?;
        let name = &record.group.name;
        let misshapen =
            |what: &str| Error::damaged(&format!("{what}.{name}"), "its size contradicts the token file's");
        let (tokenized, row, pair) = (open("tokenized")?, open("row")?, open("pair")?);
        let count = tokenized.numbers().ok_or_else(|| misshapen("tokenized"))?.len();
        let column = row.numbers().and_then(|numbers| Column::shape(count, numbers.len()));
        let pairs = pair.numbers().and_then(PairShape::new);
        let segment = Self {
            name: name.clone(),
            first_row: record.first_row,
            table: open("table")?,
            offset: open("offset")?,
            metadata: open("metadata")?,
            metaoff: open("metaoff")?,
            digest: open("digest")?,
            owner: open("owner")?,
            previous: open("previous")?,
            unit: open("unit")?,
            column: column.ok_or_else(|| misshapen("row"))?,
            pairs: pairs.ok_or_else(|| misshapen("pair"))?,
            tokenized,
            row,
            pair,
        };
        segment.check_shape(record.rows as usize, count)?;
        Ok(segment)
    }

    fn check_shape(&self, rows: usize, count: usize) -> Result<()> {
        let long = |file: &Mapped| file.long_numbers().map(<[u64]>::len);
        let shapes = [
            ("table", Pointers::new(self.table.bytes(), count, TOKEN_BYTES).is_some()),
            ("offset", long(&self.offset) == Some(rows)),
            ("metaoff", long(&self.metaoff) == Some(rows)),
            ("digest", self.digest.bytes().len() == rows * DIGEST_BYTES),
            ("owner", self.owner.numbers().map(<[u32]>::len) == Some(rows)),
            ("unit", self.unit.numbers().map(<[u32]>::len) == Some(sums_of(count))),
            ("previous", self.previous.bytes().len() == self.row.bytes().len()),
        ];
        match shapes.iter().find(|(_, fits)| !fits) {
            Some((what, _)) => {
                Err(Error::damaged(&format!("{what}.{}", self.name), "its size contradicts the other files'"))
            }
            None => Ok(()),
        }
    }

    /// The segment's columns, ready to be read. Cheap, but not free: once for each query.
    pub(crate) fn view(&self) -> View<'_> {
        // The shapes were checked when the segment was opened: none of these is missing.
        let [tokens, owners, row, previous, pair, units] =
            [&self.tokenized, &self.owner, &self.row, &self.previous, &self.pair, &self.unit]
                .map(|file| file.numbers().unwrap_or_default());
        View {
            first_row: self.first_row,
            tokens,
            pointers: Pointers::new(self.table.bytes(), tokens.len(), TOKEN_BYTES),
            starts: self.offset.long_numbers().unwrap_or_default(),
            owners,
            row,
            previous,
            column: &self.column,
            units,
            pairs: Pairs::new(pair, self.pairs),
            mask: None,
        }
    }

    /// The group's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The number of its first row in the index.
    pub(crate) fn first_row(&self) -> u32 {
        self.first_row
    }

    /// What stands for the rows in the hash of the data set, one behind the other.
    pub(crate) fn digests(&self) -> &[u8] {
        self.digest.bytes()
    }

    pub(crate) fn digest(&self, local_row: usize) -> &[u8] {
        &self.digests()[local_row * DIGEST_BYTES..(local_row + 1) * DIGEST_BYTES]
    }

    /// The metadata line of a row of this segment.
    pub(crate) fn metadata(&self, local_row: usize) -> &[u8] {
        let starts = self.metaoff.long_numbers().unwrap_or_default();
        let end = starts.get(local_row + 1).map_or(self.metadata.bytes().len(), |end| *end as usize);
        &self.metadata.bytes()[starts[local_row] as usize..end]
    }
}

/// Opens a file of a group after comparing it with its record.
pub(crate) fn open_file(folder: &Path, group: &GroupRecord, what: &str) -> Result<Mapped> {
    let name = format!("{what}.{}", group.name);
    let record =
        group.files.get(&name).ok_or_else(|| Error::damaged(&name, "the manifest does not list it"))?;
    let path = folder.join(&name);
    if !path.is_file() {
        return Err(Error::damaged(&name, "it is missing"));
    }
    let file = Mapped::open(&path)?;
    check_file(&name, file.bytes(), record)?;
    Ok(file)
}

/// A segment's columns where they lie.
pub(crate) struct View<'a> {
    first_row: u32,
    /// Separators and tokens of all rows.
    tokens: &'a [Token],
    pointers: Option<Pointers<'a>>,
    starts: &'a [u64],
    owners: &'a [u32],
    row: &'a [u32],
    previous: &'a [u32],
    column: &'a Column,
    units: &'a [u32],
    pub(crate) pairs: Pairs<'a>,
    mask: Option<&'a Mask>,
}

impl<'a> View<'a> {
    /// The same, of some rows only.
    pub(crate) fn masked(self, mask: &'a Mask) -> Self {
        Self { mask: Some(mask), ..self }
    }

    /// Which rows count, where not all do.
    pub(crate) fn mask(&self) -> Option<&'a Mask> {
        self.mask
    }

    /// The position of the suffix at a rank.
    #[inline]
    pub(crate) fn position(&self, rank: usize) -> usize {
        self.pointers.as_ref().map_or(0, |pointers| pointers.position(rank))
    }

    /// Asks for the memory that `position` reads.
    #[inline]
    pub(crate) fn prefetch_position(&self, rank: usize) {
        if let Some(pointers) = &self.pointers {
            pointers.prefetch(rank);
        }
    }

    /// The tokens from a position on; nothing behind the last one.
    #[inline]
    pub(crate) fn tokens_from(&self, position: usize) -> &'a [Token] {
        self.tokens.get(position..).unwrap_or_default()
    }

    /// Asks for the memory of the token at a position.
    #[inline]
    pub(crate) fn prefetch_tokens(&self, position: usize) {
        prefetch(self.tokens, position);
    }

    /// Asks for the memory that counting and naming the holders of an interval reads first.
    pub(crate) fn prefetch_holders(&self, rank: usize) {
        prefetch(self.previous, rank);
        prefetch(self.row, rank);
    }

    /// The row of each rank, numbered inside the segment.
    pub(crate) fn local_rows(&self) -> &'a [u32] {
        self.column.values(self.row)
    }

    /// For each rank, one more than the rank before it whose row has the same owner; 0 without one.
    pub(crate) fn previous(&self) -> &'a [u32] {
        self.column.values(self.previous)
    }

    /// `previous` with the levels above it.
    pub(crate) fn previous_column(&self) -> (&'a Column, &'a [u32]) {
        (self.column, self.previous)
    }

    /// The first row with a suffix in the range.
    pub(crate) fn earliest_row(&self, ranks: std::ops::Range<usize>) -> RowNumber {
        let local = match self.mask {
            None => self.column.minimum(self.row, ranks),
            Some(mask) => mask.ranks(ranks).map(|rank| self.local_rows()[rank]).min().unwrap_or(u32::MAX),
        };
        self.row_number(local)
    }

    pub(crate) fn row_number(&self, local_row: u32) -> RowNumber {
        RowNumber(self.first_row.saturating_add(local_row))
    }

    /// How many rows the segment has.
    pub(crate) fn rows(&self) -> usize {
        self.starts.len()
    }

    /// The number inside this segment of one of its rows.
    pub(crate) fn local_row(&self, row: RowNumber) -> Option<usize> {
        let local = row.0.checked_sub(self.first_row)? as usize;
        (local < self.starts.len()).then_some(local)
    }

    pub(crate) fn owner(&self, local_row: u32) -> OwnerNumber {
        OwnerNumber(self.owners[local_row as usize])
    }

    /// The owner of the suffix at a rank.
    pub(crate) fn owner_at(&self, rank: usize) -> OwnerNumber {
        self.owner(self.local_rows()[rank])
    }

    /// The position of a row's first token.
    pub(crate) fn row_start(&self, local_row: usize) -> usize {
        self.starts[local_row] as usize / TOKEN_BYTES + 1
    }

    /// The UTF-16 units before a row's token.
    pub(crate) fn units_before(&self, local_row: usize, token: usize) -> usize {
        let start = self.row_start(local_row);
        units_between(self.tokens, self.units, start, start + token)
    }

    /// A row's tokens, without its separator.
    pub(crate) fn row_tokens(&self, local_row: usize) -> &'a [Token] {
        let start = self.row_start(local_row);
        let end = self.starts.get(local_row + 1).map_or(self.tokens.len(), |end| *end as usize / TOKEN_BYTES);
        &self.tokens[start..end]
    }
}
