//! Who and what an index holds by name: ids with their rows, owners with their numbers and rows.

use std::collections::{HashMap, HashSet};

use super::directory::Directory;
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
    rows: Directory<String, RowNumber>,
    owners: Directory<String, OwnerNumber>,
    rows_of: Directory<OwnerNumber, Vec<RowNumber>>,
    next_row: u32,
    next_owner: u32,
}

impl Roster {
    /// Reads the names of some segments, which stand in order.
    ///
    /// # Errors
    /// A line that can't be read; or it was cancelled.
    pub(crate) fn of<'s>(
        segments: impl IntoIterator<Item = &'s Segment> + Clone,
        brake: Brake<'_>,
    ) -> Result<Self> {
        let rows = segments.clone().into_iter().map(Segment::rows).sum();
        let mut roster = Self { rows: Directory::with_room(rows), ..Self::default() };
        for segment in segments {
            let view = segment.view();
            roster.next_row += segment.rows() as u32;
            let mut before = None;
            for local in segment.live_rows() {
                brake.check()?;
                let Names { id, owner } = Names::read(segment.metadata(local))?;
                let number = view.owner(local as u32);
                // Rows of one owner mostly come together.
                if before.replace(number) != Some(number) {
                    roster.owners.insert(owner.into_owned(), number);
                }
                roster.next_owner = roster.next_owner.max(number.0 + 1);
                roster.note(number, view.row_number(local as u32));
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
        self.rows_of.retain(|rows| !rows.is_empty());
        self.owners.retain(|number| self.rows_of.get(number).is_some());
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
        if self.rows.get(id).is_some() {
            return None;
        }
        self.next_row += 1;
        self.rows.insert(id.to_owned(), row);
        let number = self.owners.get(owner).copied().unwrap_or_else(|| {
            let number = OwnerNumber(self.next_owner);
            self.owners.insert(owner.to_owned(), number);
            self.next_owner += 1;
            number
        });
        self.note(number, row);
        Some(number)
    }

    fn note(&mut self, owner: OwnerNumber, row: RowNumber) {
        match self.rows_of.get_mut(&owner) {
            Some(rows) => rows.push(row),
            None => self.rows_of.insert(owner, vec![row]),
        }
    }
}
