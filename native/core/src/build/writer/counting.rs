//! What a change does to the language counts: the difference to those that stand, or all of them anew.

use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;

use super::Writer;
use crate::build::budget::check_segments;
use crate::build::counts_writer::{write_counted, write_counts};
use crate::build::increment::Increment;
use crate::build::lists::number_rows;
use crate::build::roster::Leaving;
use crate::build::segment::segment_writer::{Pending, write_segment};
use crate::error::Result;
use crate::query::counts::CountColumns;
use crate::store::manifest::{GroupRecord, Manifest, SegmentRecord};
use crate::store::segment::View;
use crate::text::row::OwnerNumber;
use crate::watch::Brake;

impl Writer {
    /// Writes the last segment of what is staged, and finds out beside it what all of it adds to the counts. `None` for more tokens than are counted so.
    pub(super) fn close_and_count(&mut self) -> Result<Option<CountColumns>> {
        let pending = self.take_pending()?.map(|pending| (self.names.next(), pending));
        let increment = std::mem::take(&mut self.staged.increment);
        let Self { place, shelf, known, .. } = self;
        let is_counted = !increment.is_given_up();
        known.make_room(increment.most_pairs());
        let (written, counted) = std::thread::scope(|scope| {
            let writing =
                pending.map(|(name, pending)| scope.spawn(|| write_segment(place, name, 0, pending)));
            let (counts, views) = shelf.of_groups(|group| known.is_to_be_asked(group));
            let counted = is_counted.then(|| increment.finish(known, &counts, &views));
            let join = |writing: ScopedJoinHandle<'_, _>| {
                writing.join().unwrap_or_else(|panic| resume_unwind(panic))
            };
            (writing.map(join), counted)
        });
        let record = written.transpose()?.map(|written| written.synced_with(&mut self.written));
        self.staged.segments.extend(record);
        match counted {
            Some(_) => self.staged.segments.iter().for_each(|new| self.known.note_group(&new.group.name)),
            None => self.known.forget(),
        }
        Ok(counted)
    }

    /// What is to be a segment now, if anything is; what its owners say for the first time is known then.
    pub(super) fn take_pending(&mut self) -> Result<Option<Pending>> {
        let pending = std::mem::take(&mut self.staged.pending);
        if pending.is_empty() {
            return Ok(None);
        }
        check_segments(self.shelf.segments().len() + self.staged.segments.len() + 1)?;
        let (shelf, roster) = (&self.shelf, &self.roster);
        let earlier = |owner: OwnerNumber| shelf.tokens_of(roster.rows_of(owner));
        self.staged.increment.take(&pending, &mut self.voices, earlier);
        Ok(Some(pending))
    }

    /// The counts that stand and one more file.
    pub(super) fn counts_with(&mut self, counted: &CountColumns) -> Result<Vec<GroupRecord>> {
        let name = self.names.next();
        self.known.note_group(&name);
        let mut counts = self.shelf.manifest().counts.clone();
        counts.push(write_counted(&self.place, name, counted)?.synced_with(&mut self.written));
        Ok(counts)
    }

    /// The counts without rows that are marked as removed: one more file, or a new one in the place of all.
    pub(super) fn count_without(
        &mut self,
        leaving: &Leaving,
        segments: &mut [SegmentRecord],
    ) -> Result<Vec<GroupRecord>> {
        let mut lost = Increment::default();
        for (owner, rows) in leaving {
            let of_owner = self.roster.rows_of(*owner).iter().copied();
            let (removed, left): (Vec<_>, Vec<_>) = of_owner.partition(|row| rows.contains(row));
            let (removed, left) = (self.shelf.tokens_of(&removed), self.shelf.tokens_of(&left));
            lost.lose(&removed, &left, self.budget.third().spoken_tokens());
        }
        if lost.is_given_up() {
            return self.count_anew(segments, Brake::default());
        }
        let counted = lost.finish_lost(self.shelf.counts());
        self.counts_with(&counted)
    }

    pub(super) fn count_anew(
        &mut self,
        segments: &mut [SegmentRecord],
        brake: Brake<'_>,
    ) -> Result<Vec<GroupRecord>> {
        number_rows(segments);
        let next = Manifest { segments: segments.to_vec(), ..self.shelf.manifest().clone() };
        let opened = self.shelf.open_segments(&self.place.folder, &next)?;
        let views: Vec<View<'_>> = opened.iter().map(|segment| segment.view()).collect();
        let name = self.names.next();
        Ok(vec![write_counts(&self.place, name, &views, brake)?.synced_with(&mut self.written)])
    }
}
