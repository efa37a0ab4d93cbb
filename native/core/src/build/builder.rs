//! Takes rows in order of submission and ends in an index folder.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use super::budget::{Budget, check_segments, name_bytes};
use super::counts_writer::write_counts;
use super::segment::segment_writer::{Pending, write_segment};
use crate::error::{Error, Kind, Result, unreadable};
use crate::files::checked::refusing;
use crate::files::checksum::BLOCK_BYTES;
use crate::files::disk::{Disk, RealDisk};
use crate::store::folder::Staging;
use crate::store::manifest::{FORMAT_VERSION, MANIFEST, Manifest, SegmentRecord, TokenizerRecord};
use crate::store::segment::Segment;
use crate::text::data_set::data_set_hash;
use crate::text::jsonl::read_rows;
use crate::text::row::{OwnerNumber, Row, check_row};
use crate::watch::{Phase, Progress, Watch};

/// What a build may be told.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// A segment is closed once it has this many tokens. Memory while building is about 7 bytes a token of it,
    /// 9 where there are more than 65,536 different ones.
    pub segment_tokens: usize,
    /// The most memory to take, beside the program with its vocabulary (about 60 MB): segments are closed early enough for that, whatever the rows are. 32 MiB
    /// or more.
    pub memory_bytes: Option<usize>,
    /// Whether the files are synced to the disk before the index appears. `false` is for indexes nobody will miss.
    pub sync: bool,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self { segment_tokens: 64 << 20, memory_bytes: None, sync: true }
    }
}

/// An index in the making. Nothing appears under its name before [`Builder::finish`].
pub struct Builder<'w> {
    staging: Staging,
    watch: Watch<'w>,
    budget: Budget,
    name_bytes: usize,
    pending: Pending,
    segments: Vec<SegmentRecord>,
    owners: HashMap<String, OwnerNumber>,
    ids: HashSet<String>,
    tokens: u64,
    // A row was begun and not ended.
    is_broken: bool,
}

impl<'w> Builder<'w> {
    /// Begins an index at `folder`, which must not exist or be an empty folder.
    ///
    /// # Errors
    /// The folder is in use or can't be written, or another build of it is under way.
    pub fn begin(folder: &Path, options: &BuildOptions, watch: Watch<'w>) -> Result<Self> {
        Self::begin_on(Arc::new(RealDisk), folder, options, watch)
    }

    pub(crate) fn begin_on(
        disk: Arc<dyn Disk>,
        folder: &Path,
        options: &BuildOptions,
        watch: Watch<'w>,
    ) -> Result<Self> {
        let budget = Budget::of(options)?;
        Ok(Self {
            staging: Staging::begin(folder, options.sync, disk)?,
            watch,
            budget,
            name_bytes: 0,
            pending: Pending::default(),
            segments: Vec::new(),
            owners: HashMap::new(),
            ids: HashSet::new(),
            tokens: 0,
            is_broken: false,
        })
    }

    /// Adds all rows of a JSONL file.
    ///
    /// # Errors
    /// The first bad row with file and line, or an unreadable file.
    pub fn add_file(&mut self, path: &Path) -> Result<()> {
        let file = std::fs::File::open(path).map_err(unreadable(path))?;
        self.add_jsonl(BufReader::with_capacity(1 << 18, file), &path.display().to_string())
    }

    /// Adds all rows of a JSONL text that is called `name` in errors.
    ///
    /// # Errors
    /// As [`Builder::add_file`].
    pub fn add_jsonl(&mut self, reader: impl BufRead, name: &str) -> Result<()> {
        read_rows(reader, name, |line, row| self.add_row(&row, name, line))
    }

    /// Adds one row; `name` and `line` say in an error where it came from.
    ///
    /// # Errors
    /// The row is too large, has no name, or has the id of another row; or the segment it fills can't be written: then the index can't be ended, either.
    pub fn add_row(&mut self, row: &Row, name: &str, line: usize) -> Result<()> {
        self.check_usable()?;
        let refuse = |reason: String| Kind::BadRow { source_name: name.to_owned(), line, reason };
        check_row(row).map_err(|fault| refuse(fault.0))?;
        if !self.ids.insert(row.id.clone()) {
            return Err(refuse(format!("the id {:?} stands in an earlier row", row.id)).into());
        }
        self.watch.check()?;
        self.is_broken = true;
        let next = OwnerNumber(self.owners.len() as u32);
        let owner = match self.owners.get(row.owner()) {
            Some(known) => *known,
            None => *self.owners.entry(row.owner().to_owned()).or_insert(next),
        };
        self.tokens += self.pending.push_row(row, owner)? as u64;
        self.watch.report(Progress { phase: Phase::Rows, done: self.ids.len() as u64, total: None });
        self.name_bytes += name_bytes(&row.id);
        if self.budget.is_full(&self.pending, self.name_bytes) {
            self.close_segment()?;
        }
        self.is_broken = false;
        Ok(())
    }

    fn check_usable(&self) -> Result<()> {
        match self.is_broken {
            true => Err(Error::internal("an earlier row failed: begin the index again")),
            false => Ok(()),
        }
    }

    /// Writes what is left and makes the index appear.
    ///
    /// # Errors
    /// The disk refuses, or the folder has come into use since.
    pub fn finish(self) -> Result<()> {
        refusing(|| self.complete())
    }

    fn complete(mut self) -> Result<()> {
        self.check_usable()?;
        self.close_segment()?;
        let opened: Vec<Segment> = self
            .segments
            .iter()
            .map(|record| Segment::open(&self.staging.place().folder, record))
            .collect::<Result<_>>()?;
        let data_set = data_set_hash(opened.iter().flat_map(Segment::digests));
        let views: Vec<_> = opened.iter().map(Segment::view).collect();
        self.watch.report(Progress { phase: Phase::Counts, done: 0, total: Some(1) });
        let name = data_set[2..18].to_owned();
        let (place, mut written) = (self.staging.place(), Vec::new());
        let counts = write_counts(place, name, &views, self.watch.brake())?.synced_with(&mut written);
        let manifest = Manifest {
            format_version: FORMAT_VERSION,
            generation: 1,
            engine: crate::VERSION.into(),
            tokenizer: TokenizerRecord::current(),
            block_bytes: BLOCK_BYTES as u64,
            data_set,
            rows: self.ids.len() as u64,
            tokens: self.tokens,
            owners: self.owners.len() as u64,
            segments: std::mem::take(&mut self.segments),
            counts: vec![counts],
        };
        self.watch.check()?;
        place.write_manifest(&manifest, MANIFEST, written)?;
        self.staging.publish()
    }

    fn close_segment(&mut self) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        check_segments(self.segments.len() + 1)?;
        self.watch.check()?;
        let done = self.segments.len() as u64;
        self.watch.report(Progress { phase: Phase::Segments, done, total: None });
        let pending = std::mem::take(&mut self.pending);
        let first_row = self.ids.len() - pending.starts.len();
        let place = self.staging.place();
        let written = write_segment(place, done.to_string(), first_row as u32, pending)?;
        self.segments.push(written.synced(place)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::build::budget::MAX_SEGMENTS;
    use crate::build::writer::Writer;
    use crate::watch::CHECKS;

    #[test]
    fn owners_are_counted_with_an_eye_on_the_brake() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("index");
        let options = BuildOptions { sync: false, ..BuildOptions::default() };
        // Each number is a token.
        const TOKENS: usize = 1_000;
        let text: String = (0..TOKENS).map(|at| format!("gull {at} ")).collect();
        let before = AtomicUsize::new(0);
        let report = |progress: Progress| {
            if progress.phase == Phase::Counts {
                before.store(CHECKS.get(), Ordering::Relaxed);
            }
        };
        let checks = || CHECKS.get() - before.load(Ordering::Relaxed);
        let watch = Watch::default().reporting_to(&report);
        let mut builder = Builder::begin(&folder, &options, watch).unwrap();
        let row = |id: &str| Row { id: id.into(), owner: None, text: text.clone(), metadata: None };
        builder.add_row(&row("first"), "rows", 1).unwrap();
        builder.finish().unwrap();
        assert!(checks() > TOKENS, "building: {} checks", checks());
        let mut writer = Writer::open(&folder, &options).unwrap();
        writer.add_row(&row("second"), "rows", 1).unwrap();
        writer.commit().unwrap();
        writer.merge(watch).unwrap();
        assert!(checks() > TOKENS, "merging: {} checks", checks());
    }

    #[test]
    fn more_segments_than_can_be_open_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("index");
        let options = BuildOptions { segment_tokens: 1, sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default()).unwrap();
        let row = |id: &str| Row { id: id.into(), owner: None, text: "gull".into(), metadata: None };
        builder.add_row(&row("first"), "rows", 1).unwrap();
        let written = builder.segments[0].clone();
        builder.segments.resize(MAX_SEGMENTS - 1, written);
        builder.add_row(&row("last"), "rows", 2).unwrap();
        let refused = builder.add_row(&row("one more"), "rows", 3).unwrap_err();
        assert_eq!(refused.code(), "HW510");
        let said = format!("{}; it must be at most {MAX_SEGMENTS}: merge", MAX_SEGMENTS + 1);
        assert!(refused.to_string().contains(&said), "{refused}");
    }
}
