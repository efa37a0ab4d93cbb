//! Who and what an index holds by name: ids with their rows, owners with their numbers and rows.

use std::collections::{HashMap, HashSet};

use crate::answer::Names;
use crate::error::Result;
use crate::store::segment::Segment;
use crate::text::row::{OwnerNumber, RowNumber};
use crate::watch::Brake;

/// Rows that are removed, by their owners.
pub(crate) type Leaving = HashMap<OwnerNumber, HashSet<RowNumber>>;

/// The names of all rows, in memory while an index is written.
#[derive(Default)]
pub(crate) struct Roster {
    rows: HashMap<String, RowNumber>,
    owners: HashMap<String, OwnerNumber>,
    rows_of: HashMap<OwnerNumber, Vec<RowNumber>>,
    next_row: u32,
    next_owner: u32,
}

impl Roster {
    /// Reads the names of some segments, which stand in order.
    ///
    /// # Errors
    /// A line that can't be read; or it was cancelled.
    pub(crate) fn of<'s>(segments: impl IntoIterator<Item = &'s Segment>, brake: Brake<'_>) -> Result<Self> {
        let mut roster = Self::default();
        for segment in segments {
            let view = segment.view();
            roster.next_row += segment.rows() as u32;
            for local in segment.live_rows() {
                brake.check()?;
                let Names { id, owner } = Names::read(segment.metadata(local))?;
                let number = view.owner(local as u32);
                roster.owners.insert(owner.into_owned(), number);
                roster.next_owner = roster.next_owner.max(number.0 + 1);
                roster.rows_of.entry(number).or_default().push(view.row_number(local as u32));
                roster.rows.insert(id.into_owned(), view.row_number(local as u32));
            }
        }
        Ok(roster)
    }

    /// Forgets rows by their ids, which are those of `leaving`, and owners with the last of theirs.
    pub(crate) fn leave(&mut self, ids: &[String], leaving: &Leaving) {
        for id in ids {
            self.rows.remove(id);
        }
        for (owner, rows) in leaving {
            if let Some(of_owner) = self.rows_of.get_mut(owner) {
                of_owner.retain(|row| !rows.contains(row));
            }
        }
        self.rows_of.retain(|_, rows| !rows.is_empty());
        self.owners.retain(|_, number| self.rows_of.contains_key(number));
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn row(&self, id: &str) -> Option<RowNumber> {
        self.rows.get(id).copied()
    }

    /// How many owners have a row.
    pub(crate) fn owners(&self) -> usize {
        self.rows_of.len()
    }

    pub(crate) fn rows_of(&self, owner: OwnerNumber) -> &[RowNumber] {
        self.rows_of.get(&owner).map_or(&[], Vec::as_slice)
    }

    /// Takes the next row; `None` when its id is taken.
    pub(crate) fn enter(&mut self, id: &str, owner: &str) -> Option<OwnerNumber> {
        let row = RowNumber(self.next_row);
        if self.rows.contains_key(id) {
            return None;
        }
        self.next_row += 1;
        self.rows.insert(id.to_owned(), row);
        let number = *self.owners.entry(owner.to_owned()).or_insert_with(|| {
            self.next_owner += 1;
            OwnerNumber(self.next_owner - 1)
        });
        self.rows_of.entry(number).or_default().push(row);
        Some(number)
    }
}
