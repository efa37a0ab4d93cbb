//! An index's files as one manifest lists them, open: what a reader holds and a writer starts from. Opening the next manifest opens only
//! what is new in it.

use std::path::Path;
use std::sync::Arc;

use crate::error::Result;
use crate::query::counts::{Counts, CountsFile};
use crate::store::manifest::{Manifest, SegmentRecord};
use crate::store::segment::{Segment, View};
use crate::text::row::RowNumber;
use crate::text::tokenizer::Token;

pub(crate) struct Shelf {
    manifest: Manifest,
    segments: Vec<Arc<Segment>>,
    counts: Counts,
}

/// Bytes that are read ahead at most: commits share the disk with that, and of an index that has more an addition needs only some.
const READ_AHEAD_BYTES: usize = 1 << 29;

impl Shelf {
    /// Opens what the manifest of a folder lists. A writer may replace the manifest while its files are opened, and remove them: then the new
    /// one is opened instead.
    ///
    /// # Errors
    /// No index, one of another format, or a file that is missing, cut short or altered, by its name.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let mut manifest = Manifest::read(folder)?;
        loop {
            let nothing =
                Self { manifest: manifest.clone(), segments: Vec::new(), counts: Counts::new(Vec::new()) };
            let segments = nothing.open_segments(folder, &manifest);
            let opened = segments.and_then(|segments| nothing.with(folder, manifest.clone(), segments));
            let newest = Manifest::read(folder)?;
            if opened.is_ok() || newest == manifest {
                return opened;
            }
            manifest = newest;
        }
    }

    /// The shelf of the newest manifest, or `None` when this one is it.
    ///
    /// # Errors
    /// As [`Shelf::open`].
    pub(crate) fn refreshed(&self, folder: &Path) -> Result<Option<Self>> {
        let newest = Manifest::read(folder)?;
        if newest == self.manifest {
            return Ok(None);
        }
        let opened =
            self.open_segments(folder, &newest).and_then(|segments| self.with(folder, newest, segments));
        // A file may have gone between reading its name and opening it: from the beginning then.
        opened.or_else(|_| Self::open(folder)).map(Some)
    }

    /// The segments of a manifest; those that stand here already are shared.
    pub(crate) fn open_segments(&self, folder: &Path, manifest: &Manifest) -> Result<Vec<Arc<Segment>>> {
        let open = |record: &SegmentRecord| match held(&self.manifest.segments, &self.segments, record) {
            Some(segment) => Ok(segment),
            None => Segment::open(folder, record).map(Arc::new),
        };
        manifest.segments.iter().map(open).collect()
    }

    /// The shelf of another manifest, whose segments are open.
    pub(crate) fn with(
        &self,
        folder: &Path,
        manifest: Manifest,
        segments: Vec<Arc<Segment>>,
    ) -> Result<Self> {
        let files = manifest.counts.iter().map(|group| {
            match held(&self.manifest.counts, self.counts.files(), group) {
                Some(file) => Ok(file),
                None => CountsFile::open(folder, group).map(Arc::new),
            }
        });
        let counts = Counts::new(files.collect::<Result<_>>()?);
        Ok(Self { manifest, segments, counts })
    }

    /// Begins to read what additions look into all over, on a thread of its own: nobody waits for it, and the first addition for little more than the next ones.
    pub(crate) fn read_ahead(&self) {
        let (segments, counts) = (self.segments.clone(), self.counts.files().to_vec());
        let read = move || {
            let of_segments = segments.iter().flat_map(|segment| segment.files_for_additions());
            let files = of_segments.chain(counts.iter().filter_map(|counts| counts.stored()));
            files.fold(READ_AHEAD_BYTES, |left, file| left - file.expect(left));
        };
        // Where there is no thread for it, each block is read when it is needed.
        let _ = std::thread::Builder::new().name("read ahead".into()).spawn(read);
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The counts and the segments of some groups, by their names.
    pub(crate) fn of_groups(&self, is_one: impl Fn(&str) -> bool) -> (Counts, Vec<View<'_>>) {
        let counts = self.counts.files().iter().filter(|file| is_one(file.name())).cloned();
        let segments = self.segments.iter().filter(|segment| is_one(segment.name()));
        (Counts::new(counts.collect()), segments.map(|segment| segment.view()).collect())
    }

    /// The tokens of some rows; none of those that no segment here has.
    pub(crate) fn tokens_of(&self, rows: &[RowNumber]) -> Vec<&[Token]> {
        let mut found = Vec::new();
        for row in rows {
            let at = self.segments.partition_point(|segment| segment.first_row() <= row.0);
            let Some(segment) = at.checked_sub(1).map(|at| &self.segments[at]) else { continue };
            let view = segment.view();
            found.extend(view.local_row(*row).map(|local| view.row_tokens(local)));
        }
        found
    }
}

/// What is open of one record. Names alone say nothing: they begin again in a folder that was built anew.
fn held<R: PartialEq, T>(records: &[R], open: &[Arc<T>], record: &R) -> Option<Arc<T>> {
    records.iter().zip(open).find_map(|(held, open)| (held == record).then(|| Arc::clone(open)))
}
