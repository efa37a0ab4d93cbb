//! Changes an index: rows are added, removed, and segments merged; each commit is a new list of files under the manifest's name.

mod counting;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use super::budget::{Budget, check_segments};
use super::builder::BuildOptions;
use super::increment::{Increment, Voices};
use super::known_pairs::KnownPairs;
use super::left::Left;
use super::lists::{FreshNames, Spliced, mark_removed, number_rows, splice};
use super::merging::{Merged, Merges, rewrite};
use super::roster::Roster;
use super::segment::segment_writer::{Pending, write_segment};
use super::sweep::sweep;
use crate::error::{Error, Kind, Result, unreadable};
use crate::files::checked::refusing;
use crate::files::disk::{Disk, RealDisk, Written};
use crate::shelf::Shelf;
use crate::store::folder::Lock;
use crate::store::manifest::{IndexInfo, Manifest, SegmentRecord};
use crate::store::place::Place;
use crate::text::data_set::DataSetHash;
use crate::text::jsonl::read_rows;
use crate::text::row::{Row, RowNumber, check_row};
use crate::text::tokenizer::Tokenizer;
use crate::watch::{Brake, Phase, Progress, Watch};

/// An index open for changes. One at a time: a second writer is refused. Readers keep what they have opened until they ask for the
/// newest; files that no manifest names any more are removed, and stay readable to whoever has them open.
pub struct Writer {
    place: Place,
    budget: Budget,
    shelf: Shelf,
    roster: Roster,
    voices: Voices,
    known: KnownPairs,
    data_set: DataSetHash,
    staged: Staged,
    /// Files of the next manifest that are synced with it.
    written: Vec<Written>,
    left: Left,
    merges: Merges,
    names: FreshNames,
    // Something went wrong between two states: what is in memory may not be what is on the disk.
    is_broken: bool,
    _lock: Lock,
}

/// What the next commit brings.
#[derive(Default)]
struct Staged {
    pending: Pending,
    segments: Vec<SegmentRecord>,
    increment: Increment,
}

impl Writer {
    /// Opens the index in a folder for changes, and clears what a writer that was killed left there. Takes time and memory by the number
    /// of rows; a writer that stays open adds in time by what is added.
    ///
    /// # Errors
    /// As [`crate::Index::open`]; and somebody else is writing it.
    pub fn open(folder: &Path, options: &BuildOptions) -> Result<Self> {
        Self::open_watched(folder, options, Watch::default())
    }

    /// As [`Writer::open`], which can be ended.
    ///
    /// # Errors
    /// As [`Writer::open`]; or it was cancelled.
    pub fn open_watched(folder: &Path, options: &BuildOptions, watch: Watch<'_>) -> Result<Self> {
        Self::begin(Arc::new(RealDisk), folder, options, watch)
    }

    #[cfg(test)]
    pub(crate) fn open_on(disk: Arc<dyn Disk>, folder: &Path, options: &BuildOptions) -> Result<Self> {
        Self::begin(disk, folder, options, Watch::default())
    }

    fn begin(disk: Arc<dyn Disk>, folder: &Path, options: &BuildOptions, watch: Watch<'_>) -> Result<Self> {
        // Nothing here needs the vocabulary, but the first row that is added does.
        Tokenizer::prepare();
        let budget = Budget::of(options)?;
        // Without an index there is nothing to lock.
        Manifest::read(folder)?;
        let folder = folder.canonicalize().map_err(unreadable(folder))?;
        let lock = Lock::take(&folder)?;
        let shelf = Shelf::open(&folder)?;
        shelf.read_ahead();
        let roster = refusing(|| Roster::of(shelf.segments().iter().map(Arc::as_ref), watch.brake()))?;
        let place = Place { folder, sync: options.sync, is_steady: false, disk };
        sweep(&place, &[shelf.manifest()])?;
        let names = FreshNames::beyond(shelf.manifest());
        Ok(Self {
            place,
            budget,
            shelf,
            roster,
            voices: Voices::within(budget.third().spoken_tokens()),
            known: KnownPairs::within(budget.third().spoken_tokens()),
            data_set: DataSetHash::default(),
            staged: Staged::default(),
            written: Vec::new(),
            left: Left::default(),
            merges: Merges::default(),
            names,
            is_broken: false,
            _lock: lock,
        })
    }

    /// Stages all rows of a JSONL file behind those that stand.
    ///
    /// # Errors
    /// The first bad row with file and line, or an unreadable file. Nothing of what was staged is committed by itself.
    pub fn add_file(&mut self, path: &Path, watch: Watch<'_>) -> Result<()> {
        let file = std::fs::File::open(path).map_err(unreadable(path))?;
        self.add_jsonl(BufReader::with_capacity(1 << 18, file), &path.display().to_string(), watch)
    }

    /// Stages all rows of a JSONL text that is called `name` in errors.
    ///
    /// # Errors
    /// As [`Writer::add_file`].
    pub fn add_jsonl(&mut self, reader: impl BufRead, name: &str, watch: Watch<'_>) -> Result<()> {
        read_rows(reader, name, |line, row| {
            watch.check()?;
            self.add_row(&row, name, line)?;
            watch.report(Progress { phase: Phase::Rows, done: self.roster.len() as u64, total: None });
            Ok(())
        })
    }

    /// Stages one row; `name` and `line` say in an error where it came from.
    ///
    /// # Errors
    /// The row is too large, has no name, or has the id of another row; or the segment it fills can't be written.
    pub fn add_row(&mut self, row: &Row, name: &str, line: usize) -> Result<()> {
        self.check_usable()?;
        let refuse = |reason: String| Kind::BadRow { source_name: name.to_owned(), line, reason };
        check_row(row).map_err(|fault| refuse(fault.0))?;
        let Some(owner) = self.roster.enter(&row.id, row.owner()) else {
            return Err(refuse(format!("the id {:?} stands in an earlier row", row.id)).into());
        };
        // A row that was taken in part would be committed with the next ones.
        self.guarded(|writer| {
            writer.staged.pending.push_row(row, owner)?;
            match writer.budget.third().is_full(&writer.staged.pending, 0) {
                true => writer.close_segment(),
                false => Ok(()),
            }
        })
    }

    /// Makes everything that was staged part of the index, at once. Returns whether there was anything.
    ///
    /// # Errors
    /// The disk refuses. The index then is what it was, or what it was to become; this writer can't be used any more.
    pub fn commit(&mut self) -> Result<bool> {
        self.check_usable()?;
        self.guarded(|writer| {
            let counted = writer.close_and_count()?;
            let merged = writer.merges.take(false);
            let staged = std::mem::take(&mut writer.staged);
            if staged.segments.is_empty() && merged.is_empty() {
                return Ok(false);
            }
            let mut next = writer.shelf.manifest().clone();
            if !staged.segments.is_empty() {
                next.segments.extend(staged.segments);
                next.counts = match counted {
                    Some(counted) => writer.counts_with(&counted)?,
                    None => writer.count_anew(&mut next.segments, Brake::default())?,
                };
            }
            writer.replace_merged(next, merged)?;
            writer.voices.trim();
            writer.begin_merges();
            Ok(true)
        })
    }

    /// Removes rows by their ids: every answer then equals that of an index built without them. Their texts leave the disk when their segments
    /// are merged: by themselves once an eighth of one is gone, at once by [`Writer::merge`].
    ///
    /// # Errors
    /// An id that is not in the index: nothing is removed. Rows that are staged and not committed. As [`Writer::commit`].
    pub fn remove(&mut self, ids: &[String]) -> Result<usize> {
        self.check_usable()?;
        self.check_nothing_staged("remove")?;
        ids.iter().try_for_each(|id| self.row(id).map(drop))?;
        if ids.is_empty() {
            return Ok(0);
        }
        self.guarded(|writer| {
            // They may number the rows anew.
            writer.end_merges()?;
            let rows: BTreeSet<RowNumber> = ids.iter().map(|id| writer.row(id)).collect::<Result<_>>()?;
            writer.voices.forget();
            let mut next = writer.shelf.manifest().clone();
            let leaving = mark_removed(&writer.shelf, &mut next, &rows);
            let before = next.segments.len();
            next.segments.retain(|segment| segment.live_rows() > 0);
            let is_shifted = next.segments.len() < before;
            next.counts = writer.count_without(&leaving, &mut next.segments)?;
            writer.known.forget();
            writer.roster.leave(ids, &leaving);
            writer.data_set = DataSetHash::default();
            writer.replace(next)?;
            if is_shifted {
                writer.read_names()?;
            }
            writer.begin_merges();
            Ok(rows.len())
        })
    }

    /// Merges all segments into as few as their limit allows, and the counts into one file.
    ///
    /// # Errors
    /// Rows that are staged and not committed. As [`Writer::commit`].
    pub fn merge(&mut self, watch: Watch<'_>) -> Result<()> {
        self.check_usable()?;
        self.check_nothing_staged("merge")?;
        self.guarded(|writer| {
            writer.end_merges()?;
            std::mem::take(&mut writer.left).remove(&writer.place);
            // Nothing runs beside it and nothing is known: it has all the memory. What failed before is tried here.
            writer.merges = Merges::default();
            writer.voices.forget();
            let segments = writer.shelf.segments().to_vec();
            let manifest = writer.shelf.manifest();
            let is_whole = manifest.segments.iter().all(|segment| segment.removed.is_empty());
            if segments.len() <= 1 && manifest.counts.len() <= 1 && is_whole {
                return Ok(());
            }
            let (total, mut done, mut written) = (Some(manifest.rows), 0, 0);
            let begin_row = || {
                done += 1;
                watch.report(Progress { phase: Phase::Rows, done, total });
                watch.check()
            };
            let write = |pending| {
                written += 1;
                check_segments(written)?;
                watch.report(Progress { phase: Phase::Segments, done: written as u64, total: None });
                writer.write(pending)
            };
            let records = rewrite(&segments, writer.budget, begin_row, write)?;
            watch.report(Progress { phase: Phase::Counts, done: 0, total: Some(1) });
            writer.rebuild(records, watch.brake())
        })
    }

    /// Ends: a merge that runs is waited for and committed. What is staged and was not committed is dropped.
    ///
    /// # Errors
    /// As [`Writer::commit`]. Or a merge could not be done, on a full disk or of a damaged file: all that was committed stands, and the next writer tries again.
    pub fn close(mut self) -> Result<()> {
        self.check_usable()?;
        self.guarded(|writer| {
            writer.drop_staged()?;
            writer.settle_merges()
        })?;
        std::mem::take(&mut self.merges).check()
    }

    /// What the index holds now, without what is staged.
    pub fn info(&self) -> IndexInfo {
        self.shelf.manifest().info()
    }

    /// How many rows that are.
    pub fn rows(&self) -> u64 {
        self.shelf.manifest().rows
    }

    /// Waits until the merges that run are to be taken by the next commit.
    #[cfg(test)]
    pub(crate) fn wait_for_merges(&self) {
        while !self.merges.are_done() {
            std::thread::yield_now();
        }
    }

    fn row(&self, id: &str) -> Result<RowNumber> {
        self.roster.row(id).ok_or_else(|| Kind::UnknownRow { id: id.to_owned() }.into())
    }

    /// Replaces all segments; their rows are numbered anew, and everything that follows from them is found out again.
    fn rebuild(&mut self, records: Vec<SegmentRecord>, brake: Brake<'_>) -> Result<()> {
        let mut next = self.shelf.manifest().clone();
        next.segments = records;
        next.counts = self.count_anew(&mut next.segments, brake)?;
        self.replace(next)?;
        std::mem::take(&mut self.left).remove(&self.place);
        self.read_names()
    }

    /// After rows were numbered anew.
    fn read_names(&mut self) -> Result<()> {
        self.roster = Roster::of(self.shelf.segments().iter().map(Arc::as_ref), Brake::default())?;
        self.voices.forget();
        Ok(())
    }

    fn close_segment(&mut self) -> Result<()> {
        if let Some(pending) = self.take_pending()? {
            let record = self.write(pending)?;
            self.staged.segments.push(record);
        }
        Ok(())
    }

    fn write(&self, pending: Pending) -> Result<SegmentRecord> {
        let name = self.names.next();
        write_segment(&self.place, name, 0, pending)?.synced(&self.place)
    }

    /// Makes a manifest the one that stands, and forgets the files it does not name.
    fn replace(&mut self, mut next: Manifest) -> Result<()> {
        number_rows(&mut next.segments);
        let folder = &self.place.folder;
        let segments = self.shelf.open_segments(folder, &next)?;
        next.generation += 1;
        next.engine = crate::VERSION.into();
        next.data_set = self.data_set.of(segments.iter().flat_map(|segment| segment.digests()));
        next.rows = next.segments.iter().map(SegmentRecord::live_rows).sum();
        next.tokens = next.segments.iter().map(SegmentRecord::live_tokens).sum();
        next.owners = self.roster.owners() as u64;
        let shelf = self.shelf.with(folder, next, segments)?;
        self.place.replace_manifest(shelf.manifest(), std::mem::take(&mut self.written))?;
        let old = std::mem::replace(&mut self.shelf, shelf);
        self.left.take(old, self.shelf.manifest());
        Ok(())
    }

    /// What is left of earlier ones is removed beside the next commits, too.
    fn begin_merges(&mut self) {
        let Self { merges, place, shelf, left, names, .. } = self;
        merges.begin((place, shelf), left, self.budget.third(), names);
    }

    /// Waits for all merges, those too that are to be done then.
    fn settle_merges(&mut self) -> Result<()> {
        while !self.merges.are_none() {
            self.end_merges()?;
            self.begin_merges();
        }
        Ok(())
    }

    /// Waits for the merges that are under way.
    fn end_merges(&mut self) -> Result<()> {
        let merged = self.merges.take(true);
        if merged.is_empty() {
            return Ok(());
        }
        self.replace_merged(self.shelf.manifest().clone(), merged)
    }

    /// Forgets what is staged, and who brought it.
    fn drop_staged(&mut self) -> Result<()> {
        if self.has_nothing_staged() {
            return Ok(());
        }
        self.staged = Staged::default();
        self.read_names()
    }

    /// Makes a manifest the one that stands, with what merges made.
    fn replace_merged(&mut self, mut next: Manifest, merged: Vec<Merged>) -> Result<()> {
        merged.iter().for_each(|merged| self.known.note_merged(merged));
        let Spliced { is_shifted, unasked } = splice(&mut next, merged);
        self.replace(next)?;
        self.left.take_files(unasked);
        if is_shifted { self.read_names() } else { Ok(()) }
    }

    fn guarded<T>(&mut self, change: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.is_broken = true;
        let changed = refusing(|| change(self));
        self.is_broken = changed.is_err();
        changed
    }

    fn check_usable(&self) -> Result<()> {
        match self.is_broken {
            true => Err(Error::internal("an earlier change failed: open the index again")),
            false => Ok(()),
        }
    }

    fn has_nothing_staged(&self) -> bool {
        self.staged.pending.is_empty() && self.staged.segments.is_empty()
    }

    fn check_nothing_staged(&self, what: &'static str) -> Result<()> {
        match self.has_nothing_staged() {
            true => Ok(()),
            false => Err(Error::internal(format!("commit the added rows before you {what}"))),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // What merges made is kept: or else rows that are refused, one time after the other, would have it made anew each time.
        if !self.is_broken && !self.merges.are_none() {
            let _ = self.guarded(|writer| {
                writer.drop_staged()?;
                writer.end_merges()
            });
        }
        // None must go on writing without the lock.
        self.merges.take(true);
        // What was staged is nobody's. After a commit that failed the old list may stand or the new one: what either names is kept. A failure
        // here concerns nobody: the next writer sweeps, too.
        if let Ok(standing) = Manifest::read(&self.place.folder) {
            let _ = sweep(&self.place, &[self.shelf.manifest(), &standing]);
        }
    }
}
