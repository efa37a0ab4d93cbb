//! A row: the data point that is credited, with its owner. Limits on what one may hold.

use std::fmt;

/// One data point as it is submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name that results carry; unique in a data set.
    pub id: String,
    /// Who is credited; a row without one is its own owner.
    pub owner: Option<String>,
    /// The text.
    pub text: String,
    /// A JSON object with whatever else came with the row, kept beside it.
    pub metadata: Option<String>,
}

impl Row {
    /// The owner, or the id of a row that has none.
    pub fn owner(&self) -> &str {
        self.owner.as_deref().unwrap_or(&self.id)
    }
}

/// The place of a row in the order of submission, from 0; smaller is earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowNumber(pub(crate) u32);

/// An owner of an index, numbered in order of first appearance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OwnerNumber(pub(crate) u32);

/// Bytes of UTF-8 a row's text may have: a contribution is cut into rows, a megabyte in one is a mistake.
pub const MAX_ROW_BYTES: usize = 1 << 20;
/// Bytes of an id, or of an owner.
pub(crate) const MAX_NAME_BYTES: usize = 1 << 10;
/// Bytes of what else comes with a row.
pub(crate) const MAX_METADATA_BYTES: usize = 1 << 16;

/// Why a row can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowFault(pub(crate) String);

impl fmt::Display for RowFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Checks a row against the limits; that its id is new is the builder's business.
pub(crate) fn check_row(row: &Row) -> Result<(), RowFault> {
    let sizes = [
        ("the id", row.id.len(), MAX_NAME_BYTES),
        ("the owner", row.owner().len(), MAX_NAME_BYTES),
        ("the text", row.text.len(), MAX_ROW_BYTES),
        ("the metadata", row.metadata.as_deref().map_or(0, str::len), MAX_METADATA_BYTES),
    ];
    for (what, bytes, limit) in sizes {
        if bytes > limit {
            return Err(RowFault(format!("{what} has {bytes} bytes; the limit is {limit}")));
        }
    }
    if row.id.is_empty() {
        return Err(RowFault("the id is empty".into()));
    }
    if row.owner().is_empty() {
        return Err(RowFault("the owner is empty; leave it out where there is none".into()));
    }
    Ok(())
}
