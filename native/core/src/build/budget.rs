//! When a segment is closed: by its tokens, and by the memory that writing it will take.

use super::builder::BuildOptions;
use super::segment::segment_writer::Pending;
use super::segment::suffix_array::MAX_SEGMENT_TOKENS;
use crate::error::{Error, Result};
use crate::store::manifest::SegmentRecord;
use crate::text::row::MAX_ROW_BYTES;

/// The least limit that can be kept: one row of the largest size, sorted, takes a third of it.
pub(crate) const LEAST_MEMORY_BYTES: usize = 32 << 20;

/// Bytes for one token, in quarters: two numbers of four bytes while suffixes are sorted. Behind that their order and a table of 3/2 numbers a pair, and text in which no
/// pair comes twice has as many pairs as tokens; a bit and a few shares of a number for each come with both.
const TOKEN_QUARTERS: usize = 42;

/// Bytes for one row beside its tokens and metadata: where it starts, its owner, its digest, its line.
const ROW_BYTES: usize = 64;

/// Bytes for one token while it is found out who says it for the first time: it and its pair stand in tables of 9, 9 and 13 bytes an entry, a bit less than half full at
/// worst, and then in lists of 24; a pair of which is known how many owners hold it takes 12, three of eight places taken at worst.
const SPOKEN_BYTES: usize = 2 * (2 * (9 + 9 + 13) + 8 + 24) + 12 * 8 / 3;

/// Bytes for the name of a row beside its text: places in tables, and what they leave free.
const NAME_BYTES: usize = 128;

/// The next row has as many tokens as bytes at most, and sorting keeps tables by token.
const RESERVED_BYTES: usize = MAX_ROW_BYTES / 4 * TOKEN_QUARTERS + (4 << 20);

/// The segments of an index at most. Each is 12 mapped files and 14 more while the same process verifies it, and Linux gives a process 65,530 maps unless told otherwise.
pub(crate) const MAX_SEGMENTS: usize = 2_400;

/// # Errors
/// An index of so many segments could not be opened.
pub(crate) fn check_segments(count: usize) -> Result<()> {
    if count <= MAX_SEGMENTS {
        return Ok(());
    }
    let range = format!(
        "at most {MAX_SEGMENTS}: merge the index, or give more memory (memoryBytes, --memory) or segmentTokens, which make larger ones"
    );
    Err(Error::bad_parameter("the number of segments", count, range))
}

/// What a segment may take.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    segment_tokens: usize,
    bytes: usize,
}

impl Budget {
    /// # Errors
    /// A limit that is out of its range.
    pub(crate) fn of(options: &BuildOptions) -> Result<Self> {
        if !(1..=MAX_SEGMENT_TOKENS).contains(&options.segment_tokens) {
            let range = format!("a whole number from 1 to {MAX_SEGMENT_TOKENS}");
            return Err(Error::bad_parameter("segmentTokens", options.segment_tokens, range));
        }
        if let Some(bytes) = options.memory_bytes.filter(|bytes| *bytes < LEAST_MEMORY_BYTES) {
            let range = format!("{LEAST_MEMORY_BYTES} or more");
            return Err(Error::bad_parameter("memoryBytes", bytes, range));
        }
        let bytes = options.memory_bytes.map_or(usize::MAX, |bytes| bytes - RESERVED_BYTES);
        Ok(Self { segment_tokens: options.segment_tokens, bytes })
    }

    /// A third of it, for each of three that share it: rows that are added, a merge beside them, and what owners are known to have said.
    pub(crate) fn third(self) -> Self {
        Self { bytes: if self.bytes == usize::MAX { usize::MAX } else { self.bytes / 3 }, ..self }
    }

    /// The tokens of which may be remembered who said them.
    pub(crate) fn spoken_tokens(&self) -> usize {
        if self.bytes == usize::MAX { usize::MAX } else { self.bytes / SPOKEN_BYTES }
    }

    /// Whether the rows make a segment now; `names` is what the names of all rows so far take.
    pub(crate) fn is_full(&self, pending: &Pending, names: usize) -> bool {
        let load = Load::of(pending);
        // However many rows there are, a quarter is left for those of a segment: or else each of the last ones would be a segment of its own.
        let bytes = load.bytes().saturating_add(names.min(self.bytes / 4 * 3));
        load.tokens >= self.segment_tokens || bytes >= self.bytes
    }

    /// Whether that makes one segment.
    pub(crate) fn holds(&self, load: Load) -> bool {
        load.tokens <= self.segment_tokens && load.bytes() <= self.bytes
    }

    /// How many segments that makes at most.
    pub(crate) fn segments_of(&self, load: Load) -> usize {
        1 + (load.tokens / self.segment_tokens).max(load.bytes() / self.bytes)
    }
}

/// What a segment is written from, in numbers.
#[derive(Clone, Copy, Default)]
pub(crate) struct Load {
    /// Separators, too.
    tokens: usize,
    rows: usize,
    metadata_bytes: usize,
}

impl Load {
    fn of(pending: &Pending) -> Self {
        let (tokens, rows) = (pending.tokens.len(), pending.starts.len());
        Self { tokens, rows, metadata_bytes: pending.metadata.len() }
    }

    /// What is left of a segment. How much of the metadata that is no manifest tells: all of it is more.
    pub(crate) fn left_of(segment: &SegmentRecord) -> Self {
        let rows = segment.live_rows() as usize;
        let metadata = segment.group.files.get(&format!("metadata.{}", segment.group.name));
        let metadata_bytes = metadata.map_or(0, |file| file.bytes as usize);
        Self { tokens: segment.live_tokens() as usize + rows, rows, metadata_bytes }
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            tokens: self.tokens + other.tokens,
            rows: self.rows + other.rows,
            metadata_bytes: self.metadata_bytes + other.metadata_bytes,
        }
    }

    fn bytes(&self) -> usize {
        self.tokens * TOKEN_QUARTERS / 4 + self.metadata_bytes + self.rows * ROW_BYTES
    }
}

/// What a name takes that is kept while an index is written.
pub(crate) fn name_bytes(name: &str) -> usize {
    name.len() + NAME_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_closes_a_segment_before_its_tokens_do() {
        let options = BuildOptions { memory_bytes: Some(LEAST_MEMORY_BYTES), ..BuildOptions::default() };
        let budget = Budget::of(&options).unwrap();
        let mut pending = Pending::default();
        pending.tokens.append(|tokens| tokens.resize(1 << 20, 0)).unwrap();
        assert!(!budget.is_full(&pending, 0));
        assert!(budget.is_full(&pending, LEAST_MEMORY_BYTES / 2), "names count");
        assert!(!budget.is_full(&Pending::default(), 2 * LEAST_MEMORY_BYTES), "but leave room for rows");
        assert!(budget.third().is_full(&pending, 0), "others have the rest");
        pending.tokens.append(|tokens| tokens.resize(1 << 20, 0)).unwrap();
        assert!(budget.is_full(&pending, 0));
        assert!(!Budget::of(&BuildOptions::default()).unwrap().is_full(&pending, usize::MAX / 2));
    }

    #[test]
    fn what_rows_bring_beside_their_tokens_counts_where_they_are_merged() {
        let options = BuildOptions { memory_bytes: Some(LEAST_MEMORY_BYTES), ..BuildOptions::default() };
        let third = Budget::of(&options).unwrap().third();
        let rows = |rows| Load { tokens: 5 * rows, rows, metadata_bytes: rows << 16 };
        assert!(third.holds(rows(40).with(rows(40))));
        assert!(!third.holds(rows(60).with(rows(60))));
        assert_eq!([80, 120].map(|many| third.segments_of(rows(many))), [1, 2]);
        let by_tokens = Budget::of(&BuildOptions { segment_tokens: 100, ..options }).unwrap().third();
        assert!(by_tokens.holds(rows(20)) && !by_tokens.holds(rows(21)));
        assert_eq!([19, 20, 59].map(|many| by_tokens.segments_of(rows(many))), [1, 2, 3]);
        let endless = Budget::of(&BuildOptions::default()).unwrap().third();
        assert_eq!(endless.segments_of(rows(1_000)), 1);
    }

    #[test]
    fn less_than_the_least_is_refused() {
        let options = BuildOptions { memory_bytes: Some(LEAST_MEMORY_BYTES - 1), ..BuildOptions::default() };
        assert_eq!(Budget::of(&options).err().unwrap().code(), "HW510");
    }
}
