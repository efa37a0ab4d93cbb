//! What is done beside the commits: neighbours are merged, tiered, so that every token is written again a few times at most, however rows arrive; and files go
//! that no manifest names any more.

use std::ops::Range;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use super::budget::{Budget, Load, check_segments};
use super::counts_writer::{sum, write_counted};
use super::left::Left;
use super::lists::FreshNames;
use super::neighbours::neighbours;
use super::segment::segment_writer::{Pending, write_segment};
use super::sweep::discard;
use crate::error::{Error, Kind, Result};
use crate::files::checked::refusing;
use crate::query::counts::CountsFile;
use crate::shelf::Shelf;
use crate::store::manifest::{GroupRecord, SegmentRecord};
use crate::store::place::Place;
use crate::store::segment::Segment;

/// Neighbours that are to become one.
enum Chosen {
    Segments(Vec<Arc<Segment>>),
    Counts(Vec<Arc<CountsFile>>),
}

/// Segments to merge next, if any: such as make one within the budget, or one of which too much was removed, however large it is.
fn choose_segments(shelf: &Shelf, budget: &Budget) -> Option<Chosen> {
    let segments = &shelf.manifest().segments;
    let sizes: Vec<u64> = segments.iter().map(SegmentRecord::live_tokens).collect();
    let loads: Vec<Load> = segments.iter().map(Load::left_of).collect();
    let fitting = |range: Range<usize>| {
        let mut load = Load::default();
        let last = loads[range.clone()].iter().rev().take_while(|more| {
            load = load.with(**more);
            budget.holds(load)
        });
        range.end - last.count()..range.end
    };
    let sparse = || {
        let is_better_written = |at: &usize| {
            let more = budget.segments_of(loads[*at]);
            segments[*at].is_sparse() && check_segments(segments.len() + more).is_ok()
        };
        (0..segments.len()).find(is_better_written).map(|at| at..at + 1)
    };
    let range = neighbours(&sizes, fitting).or_else(sparse)?;
    Some(Chosen::Segments(shelf.segments()[range].to_vec()))
}

/// Counts to merge next, if any.
fn choose_counts(shelf: &Shelf) -> Option<Chosen> {
    let files = shelf.counts().files();
    let sizes: Vec<u64> = files.iter().map(|file| file.entries() as u64).collect();
    neighbours(&sizes, |range| range).map(|range| Chosen::Counts(files[range].to_vec()))
}

/// What a merge made, and of which groups.
pub(crate) enum Merged {
    Segments { of: Vec<String>, into: Vec<SegmentRecord> },
    Counts { of: Vec<String>, into: GroupRecord },
}

impl Merged {
    /// The groups that were merged, and those that were made.
    pub(crate) fn names(&self) -> (&[String], Vec<&str>) {
        match self {
            Self::Segments { of, into } => {
                (of, into.iter().map(|segment| segment.group.name.as_str()).collect())
            }
            Self::Counts { of, into } => (of, vec![&into.name]),
        }
    }
}

/// What runs beside the commits: a merge of segments, and one of counts. Neither waits for the other: every question and every commit asks each of the
/// counts, and while large segments are merged those of hundreds of commits would gather. Nothing of a merge shows before its result is committed, and one that
/// fails leaves everything as it was.
#[derive(Default)]
pub(crate) struct Merges {
    segments: Option<Merging>,
    counts: Option<Merging>,
    failed: Option<Failed>,
}

/// A merge that could not be done: the disk is full, or a file is damaged.
struct Failed {
    why: Error,
    /// How often there might have been another since.
    passed: usize,
}

/// Times that nothing is merged after a merge failed: the next one may write as much to a disk that is as full.
const PAUSE: usize = 16;

impl Merges {
    /// Begins what there is to do and is not under way; files that are left go first. `budget` is for segments: what is held while counts are summed is less
    /// than they take in their file.
    pub(crate) fn begin(
        &mut self,
        (place, shelf): (&Place, &Shelf),
        left: &mut Left,
        budget: Budget,
        names: &FreshNames,
    ) {
        // Somebody may wait for a commit meanwhile.
        let place = Place { is_steady: true, ..place.clone() };
        let task = |chosen| Task { place: place.clone(), names: names.clone(), budget, chosen };
        let is_paused = self.pausing();
        if self.segments.is_none()
            && !is_paused
            && let Some(chosen) = choose_segments(shelf, &budget)
        {
            self.segments = Merging::begin("merge segments", Left::default(), task(Some(chosen)));
        }
        if self.counts.is_none() {
            let chosen = if is_paused { None } else { choose_counts(shelf) };
            if chosen.is_some() || !left.is_empty() {
                self.counts = Merging::begin("merge counts", std::mem::take(left), task(chosen));
            }
        }
    }

    /// Counts the times after a merge that failed; says whether they are still too few.
    fn pausing(&mut self) -> bool {
        let Some(failed) = &mut self.failed else { return false };
        failed.passed += 1;
        if failed.passed > PAUSE {
            self.failed = None;
        }
        self.failed.is_some()
    }

    /// What is done, or all after waiting for it.
    pub(crate) fn take(&mut self, wait: bool) -> Vec<Merged> {
        let mut merged = Vec::new();
        for merging in [&mut self.segments, &mut self.counts] {
            let ended = merging.take_if(|merging| wait || merging.0.is_finished());
            match ended.map_or(Ok(None), Merging::end) {
                Ok(made) => merged.extend(made),
                Err(why) => self.failed = Some(Failed { why, passed: 0 }),
            }
        }
        merged
    }

    /// # Errors
    /// The last merge could not be done, and none was tried since.
    pub(crate) fn check(self) -> Result<()> {
        self.failed.map_or(Ok(()), |failed| Err(Kind::Unmerged { why: failed.why }.into()))
    }

    /// Whether nothing is under way and nothing to be taken.
    pub(crate) fn are_none(&self) -> bool {
        self.segments.is_none() && self.counts.is_none()
    }

    /// Whether all that was begun is to be taken.
    #[cfg(test)]
    pub(crate) fn are_done(&self) -> bool {
        [&self.segments, &self.counts].into_iter().flatten().all(|merging| merging.0.is_finished())
    }
}

/// A thread that removes what is left, and merges where there is something to merge.
struct Merging(JoinHandle<Result<Option<Merged>>>);

impl Merging {
    fn begin(thread: &str, left: Left, task: Task) -> Option<Self> {
        let work = spawn(thread, move || {
            left.remove(&task.place);
            task.run()
        });
        work.map(Self)
    }

    /// Waits for the end.
    fn end(self) -> Result<Option<Merged>> {
        self.0.join().unwrap_or_else(|_| Err(Error::internal("a merge panicked")))
    }
}

/// What a merge's thread yields to others that want its core: somebody waits for what is added, nobody for a merge.
const NICENESS: i32 = 10;

/// `None` where no thread can be had: the next commit tries again, and the next writer removes what was left.
fn spawn<T: Send + 'static>(name: &str, merge: impl FnOnce() -> T + Send + 'static) -> Option<JoinHandle<T>> {
    let spawned = Builder::new().name(name.into()).spawn(|| {
        // A system that refuses costs speed, not truth.
        #[cfg(target_os = "linux")]
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS);
        merge()
    });
    spawned.ok()
}

/// What a merge's thread is to do, and what it needs for that.
struct Task {
    place: Place,
    names: FreshNames,
    budget: Budget,
    chosen: Option<Chosen>,
}

impl Task {
    fn run(self) -> Result<Option<Merged>> {
        let Self { place, names, budget, chosen } = self;
        let mut made = Vec::new();
        let mut name = || {
            made.push(names.next());
            made[made.len() - 1].clone()
        };
        let mut merge = |chosen| match chosen {
            Chosen::Segments(segments) => {
                let of = segments.iter().map(|segment| segment.name().to_owned()).collect();
                let write = |pending| write_segment(&place, name(), 0, pending)?.synced(&place);
                let into = rewrite(&segments, budget, || Ok(()), write)?;
                Ok(Merged::Segments { of, into })
            }
            Chosen::Counts(files) => {
                let of = files.iter().map(|file| file.name().to_owned()).collect();
                let into = write_counted(&place, name(), &sum(&files)?)?.synced(&place)?;
                Ok(Merged::Counts { of, into })
            }
        };
        let merged = chosen.map(|chosen| refusing(|| merge(chosen))).transpose();
        if merged.is_err() {
            // Others may need the room at once.
            discard(&place, &made);
        }
        merged
    }
}

/// Writes all rows that are left of some segments: as one, or as so many as the budget makes of them. `begin_row` is asked before each row.
pub(crate) fn rewrite(
    segments: &[Arc<Segment>],
    budget: Budget,
    mut begin_row: impl FnMut() -> Result<()>,
    mut write: impl FnMut(Pending) -> Result<SegmentRecord>,
) -> Result<Vec<SegmentRecord>> {
    let (mut records, mut pending) = (Vec::new(), Pending::default());
    for segment in segments {
        let view = segment.view();
        for local in segment.live_rows() {
            begin_row()?;
            if budget.is_full(&pending, 0) {
                records.push(write(std::mem::take(&mut pending))?);
            }
            pending.copy_row(segment, &view, local)?;
        }
    }
    if !pending.is_empty() {
        records.push(write(pending)?);
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::build::builder::{BuildOptions, Builder};
    use crate::build::neighbours::FAN;
    use crate::build::writer::Writer;
    use crate::store::manifest::{MANIFEST, Manifest};
    use crate::text::row::Row;
    use crate::watch::Watch;

    fn begin(folder: &Path, rows: &[Row], options: &BuildOptions) -> Writer {
        let built = BuildOptions { sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(folder, &built, Watch::default()).unwrap();
        rows.iter().for_each(|row| builder.add_row(row, "rows", 1).unwrap());
        builder.finish().unwrap();
        Writer::open(folder, options).unwrap()
    }

    fn row(id: &str, text: &str) -> Row {
        Row { id: id.into(), owner: None, text: text.into(), metadata: None }
    }

    fn add(writer: &mut Writer, row: &Row) {
        writer.add_row(row, "rows", 1).unwrap();
        writer.commit().unwrap();
    }

    fn names_of(folder: &Path) -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn listed(folder: &Path) -> BTreeSet<String> {
        let manifest = Manifest::read(folder).unwrap();
        manifest.files().map(|(name, _)| name.clone()).chain([MANIFEST.into()]).collect()
    }

    #[test]
    fn a_sum_of_counts_that_nobody_asks_for_any_more_goes_with_the_next_commit() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("index");
        let options = BuildOptions { memory_bytes: Some(32 << 20), sync: false, ..BuildOptions::default() };
        let mut writer = begin(&folder, &[row("first", "The keeper counted gulls.")], &options);
        for at in 0..FAN - 1 {
            add(&mut writer, &row(&format!("{at}"), &format!("Nobody counted {at} gulls.")));
        }
        writer.wait_for_merges();
        assert!(names_of(&folder).len() > listed(&folder).len());
        // More than can be remembered within the limit: all is counted again.
        add(&mut writer, &row("large", &" gull tide".repeat(20_000)));
        assert_eq!(Manifest::read(&folder).unwrap().counts.len(), 1);
        writer.wait_for_merges();
        assert_eq!(names_of(&folder), listed(&folder));
    }

    #[test]
    fn a_segment_that_lost_much_is_written_again_in_parts_that_the_budget_allows() {
        const SEGMENT_TOKENS: usize = 60;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("index");
        let rows: Vec<Row> = (0..40).map(|at| row(&at.to_string(), "The keeper counted gulls.")).collect();
        let options = BuildOptions { segment_tokens: SEGMENT_TOKENS, sync: false, ..BuildOptions::default() };
        let mut writer = begin(&folder, &rows, &options);
        let ids: Vec<String> = (0..10).map(|at| (3 * at).to_string()).collect();
        writer.remove(&ids).unwrap();
        writer.close().unwrap();
        let manifest = Manifest::read(&folder).unwrap();
        assert_eq!((manifest.rows, manifest.segments.len() > 1), (30, true));
        let is_right = |segment: &SegmentRecord| {
            segment.removed.is_empty() && segment.tokens as usize <= SEGMENT_TOKENS + 10
        };
        assert!(manifest.segments.iter().all(is_right), "{:?}", manifest.segments);
    }

    #[test]
    fn what_was_removed_is_off_the_disk_when_a_merge_has_ended() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("index");
        let options = BuildOptions { memory_bytes: Some(32 << 20), sync: false, ..BuildOptions::default() };
        let [lost, kept] =
            [("lost", 20_000), ("kept", 60_000)].map(|(id, times)| row(id, &" gull tide".repeat(times)));
        let mut writer = begin(&folder, &[lost, kept], &options);
        // All is counted again, and the one segment is written again: nothing is left for the merge to do.
        writer.remove(&["lost".into()]).unwrap();
        writer.merge(Watch::default()).unwrap();
        assert_eq!(names_of(&folder), listed(&folder));
        let manifest = Manifest::read(&folder).unwrap();
        assert!(manifest.segments.iter().all(|segment| segment.removed.is_empty()));
    }

    #[test]
    fn what_a_merge_made_is_kept_without_what_was_staged_and_not_committed() {
        for is_closed in [true, false] {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("index");
            let options = BuildOptions { sync: false, ..BuildOptions::default() };
            let mut writer = begin(&folder, &[row("first", "The keeper counted gulls.")], &options);
            (0..FAN - 1).for_each(|at| add(&mut writer, &row(&at.to_string(), "Nobody counted gulls.")));
            writer.add_row(&row("staged", "Somebody counted tides."), "rows", 1).unwrap();
            if is_closed {
                writer.close().unwrap();
            } else {
                drop(writer);
            }
            let manifest = Manifest::read(&folder).unwrap();
            assert_eq!((manifest.rows, manifest.owners), (FAN as u64, FAN as u64));
            assert_eq!((manifest.segments.len(), manifest.counts.len()), (1, 1));
            assert_eq!(names_of(&folder), listed(&folder));
        }
    }
}
