//! One segment, open: a suffix array over some rows in infini-gram's layout, with the sidecars that searches need.

use std::ops::{ControlFlow, Range};
use std::path::Path;

use super::group::Group;
use super::manifest::{MANIFEST, SegmentRecord};
use crate::columns::gaps::Gaps;
use crate::columns::pairs::{PairShape, Pairs};
use crate::columns::pointers::Pointers;
use crate::columns::range_minimum::Column;
use crate::columns::rows::Rows;
use crate::columns::shared::{End, Shared};
use crate::columns::slots::ABREAST;
use crate::columns::units::{prefetch_between, sums_of, units_between};
use crate::error::{Error, Result};
use crate::files::checked::{Checked, CheckedFile, Damage, check_undamaged, refusing};
use crate::store::mask::Mask;
use crate::text::data_set::DIGEST_BYTES;
use crate::text::row::{OwnerNumber, RowNumber};
use crate::text::tokenizer::Token;

/// Bytes of a token in the token file.
pub(crate) const TOKEN_BYTES: usize = size_of::<Token>();

/// An open segment: its files, and the shapes found in them.
pub(crate) struct Segment {
    name: String,
    first_row: u32,
    rows: usize,
    /// Which rows count, where some were removed.
    live: Option<Mask>,
    damage: Damage,
    tokenized: CheckedFile,
    table: CheckedFile,
    offset: CheckedFile,
    metadata: CheckedFile,
    metaoff: CheckedFile,
    digest: CheckedFile,
    owner: CheckedFile,
    row: CheckedFile,
    previous: CheckedFile,
    shared: CheckedFile,
    pair: CheckedFile,
    unit: CheckedFile,
    column: Column,
    pairs: PairShape,
}

impl Segment {
    /// Opens a segment. The lengths of its files are compared now, their blocks each before its first use: the first of `pair` is used here.
    ///
    /// # Errors
    /// A file that is missing or has another length, or the block that is used here is altered, by the file's name.
    pub(crate) fn open(folder: &Path, record: &SegmentRecord) -> Result<Self> {
        refusing(|| Self::open_files(folder, record))
    }

    fn open_files(folder: &Path, record: &SegmentRecord) -> Result<Self> {
        let group = Group::open(folder, &record.group)?;
        let name = &record.group.name;
        let misshapen =
            |what: &str| Error::damaged(&format!("{what}.{name}"), "its size contradicts the token file's");
        let (tokenized, row, pair) = (group.file("tokenized")?, group.file("row")?, group.file("pair")?);
        let count = tokenized.items::<Token>().ok_or_else(|| misshapen("tokenized"))?.len();
        let column = Rows::shape(&row, count, record.rows as usize);
        let pairs = pair.items().and_then(PairShape::new);
        // Nothing reads it here, but a missing file refuses its segment whichever it is.
        group.file("unigram")?;
        let segment = Self {
            name: name.clone(),
            first_row: record.first_row,
            rows: record.rows as usize,
            live: live_rows(record)?,
            table: group.file("table")?,
            offset: group.file("offset")?,
            metadata: group.file("metadata")?,
            metaoff: group.file("metaoff")?,
            digest: group.file("digest")?,
            owner: group.file("owner")?,
            previous: group.file("previous")?,
            shared: group.file("shared")?,
            unit: group.file("unit")?,
            column: column.ok_or_else(|| misshapen("row"))?,
            pairs: pairs.ok_or_else(|| misshapen("pair"))?,
            damage: group.damage(),
            tokenized,
            row,
            pair,
        };
        segment.check_shape(count)?;
        Ok(segment)
    }

    fn check_shape(&self, count: usize) -> Result<()> {
        let rows = self.rows;
        let long = |file: &CheckedFile| file.items::<u64>().map(|numbers| numbers.len());
        let short = |file: &CheckedFile| file.items::<u32>().map(|numbers| numbers.len());
        let shapes = [
            ("table", self.pointers(count).is_some()),
            ("offset", long(&self.offset) == Some(rows)),
            ("metaoff", long(&self.metaoff) == Some(rows)),
            ("digest", self.digest.items::<u8>().map(|bytes| bytes.len()) == Some(rows * DIGEST_BYTES)),
            ("owner", short(&self.owner) == Some(rows)),
            ("unit", short(&self.unit) == Some(sums_of(count))),
            ("previous", Gaps::new(&self.previous, &self.column).is_some()),
            ("shared", Shared::new(&self.shared, count).is_some()),
        ];
        match shapes.iter().find(|(_, fits)| !fits) {
            Some((what, _)) => {
                Err(Error::damaged(&format!("{what}.{}", self.name), "its size contradicts the other files'"))
            }
            None => Ok(()),
        }
    }

    fn pointers(&self, count: usize) -> Option<Pointers<'_>> {
        Pointers::new(self.table.items()?, count, TOKEN_BYTES)
    }

    /// # Errors
    /// Damage that was found before: it disables the segment.
    pub(crate) fn check_usable(&self) -> Result<()> {
        check_undamaged(&self.damage)
    }

    /// The segment's columns, ready to be read. Cheap, but not free: once for each query.
    pub(crate) fn view(&self) -> View<'_> {
        // The shapes were checked when the segment was opened: none of these is missing.
        let tokens: Checked<'_, Token> = items(&self.tokenized);
        View {
            first_row: self.first_row,
            pointers: self.pointers(tokens.len()),
            starts: items(&self.offset),
            owners: items(&self.owner),
            rows: Rows::new(&self.row, &self.column, self.rows),
            gaps: Gaps::new(&self.previous, &self.column),
            shared: Shared::new(&self.shared, tokens.len()),
            tokens,
            units: items(&self.unit),
            pairs: Pairs::new(items(&self.pair), self.pairs),
            mask: self.live.as_ref(),
        }
    }

    /// What is read all over when rows are added: names and digests once, pairs each time.
    pub(crate) fn files_for_additions(&self) -> [&CheckedFile; 5] {
        [&self.metadata, &self.metaoff, &self.owner, &self.digest, &self.pair]
    }

    /// The group's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The number of its first row in the index.
    pub(crate) fn first_row(&self) -> u32 {
        self.first_row
    }

    /// Those of its rows, numbered inside it, that count.
    pub(crate) fn live_rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.rows).filter(|row| self.live.as_ref().is_none_or(|live| live.has_row(*row as u32)))
    }

    /// How many rows stand in its files.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// What stands for its rows in the hash of the data set: all of them one behind the other, or one by one where some were removed.
    pub(crate) fn digests(&self) -> Vec<&[u8]> {
        match self.live {
            None => vec![items(&self.digest).whole()],
            Some(_) => self.live_rows().map(|row| self.digest(row)).collect(),
        }
    }

    pub(crate) fn digest(&self, local_row: usize) -> &[u8] {
        items(&self.digest).part(local_row * DIGEST_BYTES..(local_row + 1) * DIGEST_BYTES)
    }

    /// The metadata line of a row, if it is one of this segment's.
    pub(crate) fn metadata_of(&self, row: RowNumber) -> Option<&[u8]> {
        let local = row.0.checked_sub(self.first_row)? as usize;
        (local < self.rows).then(|| self.metadata(local))
    }

    /// Asks for the memory that says where the metadata line of a row begins, if it is one of this segment's.
    pub(crate) fn prefetch_place_of(&self, row: RowNumber) {
        if let Some(local) = row.0.checked_sub(self.first_row) {
            items::<u64>(&self.metaoff).prefetch(local as usize);
        }
    }

    /// Asks for the memory of the beginning of that line.
    pub(crate) fn prefetch_metadata_of(&self, row: RowNumber) {
        let local = row.0.checked_sub(self.first_row);
        if let Some(start) = local.and_then(|local| items::<u64>(&self.metaoff).get(local as usize)) {
            items::<u8>(&self.metadata).prefetch(start as usize);
        }
    }

    /// The metadata line of a row of this segment.
    pub(crate) fn metadata(&self, local_row: usize) -> &[u8] {
        let (starts, bytes): (Checked<'_, u64>, Checked<'_, u8>) =
            (items(&self.metaoff), items(&self.metadata));
        let end = starts.get(local_row + 1).map_or(bytes.len(), |end| end as usize);
        bytes.part(starts.at(local_row) as usize..end)
    }
}

/// # Errors
/// A row is said to be removed that the segment does not have.
fn live_rows(record: &SegmentRecord) -> Result<Option<Mask>> {
    if record.removed.is_empty() {
        return Ok(None);
    }
    let mut live = vec![true; record.rows as usize];
    for row in &record.removed.rows {
        let misplaced =
            || Error::damaged(MANIFEST, format!("segment {} has no row {row}", record.group.name));
        *live.get_mut(*row as usize).ok_or_else(misplaced)? = false;
    }
    Ok(Some(Mask::most(&live)))
}

fn items<T: bytemuck::Pod>(file: &CheckedFile) -> Checked<'_, T> {
    file.items().unwrap_or(Checked::trusted(&[]))
}

/// A segment's columns where they lie.
pub(crate) struct View<'a> {
    first_row: u32,
    /// Separators and tokens of all rows.
    tokens: Checked<'a, Token>,
    pointers: Option<Pointers<'a>>,
    starts: Checked<'a, u64>,
    owners: Checked<'a, u32>,
    rows: Rows<'a>,
    gaps: Option<Gaps<'a>>,
    shared: Option<Shared<'a>>,
    units: Checked<'a, u32>,
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

    /// The tokens from a position on, `most` of them; fewer at the end.
    #[inline]
    pub(crate) fn tokens_from(&self, position: usize, most: usize) -> &'a [Token] {
        let end = self.tokens.len();
        self.tokens.part(position.min(end)..(position + most).min(end))
    }

    /// Asks for the memory of the token at a position.
    #[inline]
    pub(crate) fn prefetch_tokens(&self, position: usize) {
        self.tokens.prefetch(position);
    }

    /// Asks for the memory that counting and naming the holders of an interval reads first.
    pub(crate) fn prefetch_holders(&self, ranks: Range<usize>) {
        if let Some(gaps) = &self.gaps {
            gaps.prefetch(ranks.clone());
        }
        self.rows.prefetch(ranks.start);
    }

    /// Asks for the memory that `earliest_row` reads first.
    pub(crate) fn prefetch_earliest(&self, ranks: Range<usize>) {
        self.rows.prefetch_minimum(ranks);
    }

    /// Asks for the memory that `around` reads first.
    #[inline]
    pub(crate) fn prefetch_around(&self, rank: u32) {
        if let Some(shared) = &self.shared {
            shared.prefetch(rank);
        }
    }

    /// The ends of an interval around one of its ranks; see [`Shared::around`].
    #[inline]
    pub(crate) fn around(&self, rank: u32, tokens: u32, within: (u32, u32)) -> (End, End) {
        let unknown = (End::Beyond(rank), End::Beyond(rank + 1));
        self.shared.as_ref().map_or(unknown, |shared| shared.around(rank, tokens, within))
    }

    /// What all suffixes of a range have in common, where a glance tells; see [`Shared::common`].
    #[inline]
    pub(crate) fn common(&self, ranks: (u32, u32)) -> Option<u32> {
        self.shared.as_ref().and_then(|shared| shared.common(ranks))
    }

    /// The row of each rank, numbered inside the segment.
    pub(crate) fn local_rows(&self) -> Rows<'a> {
        self.rows
    }

    /// How many owners a range of at most `FAR` ranks has, whoever counts.
    pub(crate) fn count_owners(&self, ranks: Range<usize>) -> u32 {
        self.gaps.map_or(0, |gaps| gaps.count(ranks))
    }

    /// The same, up to a limit; some number above it where they are more.
    pub(crate) fn count_owners_up_to(&self, ranks: Range<usize>, limit: usize) -> usize {
        self.gaps.map_or(0, |gaps| gaps.count_up_to(ranks, limit))
    }

    /// Visits the ranks of a range at which an owner is met for the first time, whoever counts; see [`Gaps::visit`].
    pub(crate) fn visit_owners(
        &self,
        ranks: Range<usize>,
        visit: &mut impl FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.gaps.map_or(ControlFlow::Continue(()), |gaps| gaps.visit(ranks, visit))
    }

    /// The first row with a suffix in the range.
    pub(crate) fn earliest_row(&self, ranks: Range<usize>) -> RowNumber {
        let local = match self.mask {
            None => self.rows.minimum(ranks),
            Some(mask) => self.earliest_masked(mask, ranks),
        };
        self.row_number(local)
    }

    fn earliest_masked(&self, mask: &Mask, ranks: Range<usize>) -> u32 {
        let first = self.rows.minimum(ranks.clone());
        if first == u32::MAX || mask.has_row(first) {
            return first;
        }
        mask.first_row(ranks, self.rows)
    }

    /// The ranks of a range whose rows count, in order.
    pub(crate) fn live_ranks(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let all = self.mask.is_none().then(|| range.clone());
        let some = self.mask.map(|mask| mask.ranks(range, self.rows));
        all.into_iter().flatten().chain(some.into_iter().flatten())
    }

    /// Marks those of some pairs that a row that counts has; all that are not marked yet are looked up side by side.
    pub(crate) fn find_pairs(&self, pairs: &[[Token; 2]], is_found: &mut [bool]) {
        for (pairs, is_found) in pairs.chunks(ABREAST).zip(is_found.chunks_mut(ABREAST)) {
            for ([first, second], _) in pairs.iter().zip(&*is_found).filter(|(_, is_found)| !**is_found) {
                self.pairs.prefetch(*first, *second);
            }
            for ([first, second], is_found) in pairs.iter().zip(is_found) {
                *is_found = *is_found || self.holds_pair(*first, *second);
            }
        }
    }

    fn holds_pair(&self, first: Token, second: Token) -> bool {
        self.pairs.ranks_of(first, second).is_some_and(|ranks| self.live_ranks(ranks).next().is_some())
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
        OwnerNumber(self.owners.at(local_row as usize))
    }

    /// The owner of the suffix at a rank.
    pub(crate) fn owner_at(&self, rank: usize) -> OwnerNumber {
        self.owner(self.rows.at(rank))
    }

    /// Whether an owner has a row here that counts.
    pub(crate) fn counts_owner(&self, owner: OwnerNumber) -> bool {
        self.mask.is_none_or(|mask| mask.has_owner(owner, self.owners))
    }

    /// Asks for the memory that `row_start` reads.
    pub(crate) fn prefetch_row_start(&self, local_row: usize) {
        self.starts.prefetch(local_row);
    }

    /// Asks for the memory that `units_before` reads for a position of a row.
    pub(crate) fn prefetch_units(&self, local_row: usize, position: usize) {
        prefetch_between(self.tokens, self.units, self.row_start(local_row), position);
    }

    /// The position of a row's first token.
    pub(crate) fn row_start(&self, local_row: usize) -> usize {
        self.starts.at(local_row) as usize / TOKEN_BYTES + 1
    }

    /// The UTF-16 units before a row's token.
    pub(crate) fn units_before(&self, local_row: usize, token: usize) -> usize {
        let start = self.row_start(local_row);
        units_between(self.tokens, self.units, start, start + token)
    }

    /// A row's tokens, without its separator.
    pub(crate) fn row_tokens(&self, local_row: usize) -> &'a [Token] {
        let start = self.row_start(local_row);
        let end = self.starts.get(local_row + 1).map_or(self.tokens.len(), |end| end as usize / TOKEN_BYTES);
        self.tokens.part(start..end)
    }
}
