//! What is done beside the commits: neighbours are merged, tiered, so that every token is written again a few times at most, however rows arrive; and files go
//! that no manifest names any more.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use super::counts_writer::{sum, write_counted};
use super::segment::segment_writer::{Pending, write_segment};
use crate::error::{Error, Result};
use crate::query::counts::CountsFile;
use crate::shelf::Shelf;
use crate::store::checked::refusing;
use crate::store::manifest::{GroupRecord, Manifest, SegmentRecord};
use crate::store::place::Place;
use crate::store::segment::Segment;

/// So many neighbours of one size become one of the next: a token is written again log8 of (all tokens / tokens of an addition) times.
pub(crate) const FAN: usize = 8;

/// Below this many tokens (or entries of counts) all sizes are one: what is so small costs a query as much as a larger one.
const SMALLEST: u64 = 4_096;

/// Neighbours that are to become one.
enum Chosen {
    Segments(Vec<Arc<Segment>>),
    Counts(Vec<Arc<CountsFile>>),
}

/// Segments to merge next, if any: of at most so many tokens together, or one of which too much was removed.
fn choose_segments(shelf: &Shelf, most_tokens: u64) -> Option<Chosen> {
    let segments = &shelf.manifest().segments;
    let sizes: Vec<u64> = segments.iter().map(SegmentRecord::live_tokens).collect();
    let sparse = || segments.iter().position(SegmentRecord::is_sparse).map(|at| at..at + 1);
    let range = neighbours(&sizes, most_tokens).or_else(sparse)?;
    Some(Chosen::Segments(shelf.segments()[range].to_vec()))
}

/// Counts to merge next, if any.
fn choose_counts(shelf: &Shelf) -> Option<Chosen> {
    let files = shelf.counts().files();
    let sizes: Vec<u64> = files.iter().map(|file| file.entries() as u64).collect();
    neighbours(&sizes, u64::MAX).map(|range| Chosen::Counts(files[range].to_vec()))
}

/// The neighbours to merge next, the smallest first, of these the newest; together they may not be larger than `most`.
fn neighbours(sizes: &[u64], most: u64) -> Option<Range<usize>> {
    let tiers = 0..=sizes.iter().map(|size| tier(*size)).max()?;
    tiers.into_iter().find_map(|highest| {
        // Smaller ones go with their neighbours: sizes that alternate would never be eight of one tier side by side.
        let is_low = |size: &u64| tier(*size) <= highest;
        let mut end = sizes.len();
        let runs = sizes.chunk_by(|one, other| is_low(one) == is_low(other)).rev();
        let mut ranges = runs.map(|run| {
            end -= run.len();
            (end..end + run.len(), is_low(&run[0]))
        });
        ranges.find_map(|(run, is_low)| if is_low { piece(sizes, run, most) } else { None })
    })
}

/// The newest part of a run that is worth it, among parts as long as they may be.
fn piece(sizes: &[u64], run: Range<usize>, most: u64) -> Option<Range<usize>> {
    let mut end = run.end;
    while end > run.start {
        let mut sum = 0;
        let fitting = sizes[run.start..end].iter().rev().take_while(|size| {
            sum += **size;
            sum <= most
        });
        let start = end - fitting.count();
        if is_worth(&sizes[start..end]) {
            return Some(start..end);
        }
        end = start.min(end - 1);
    }
    None
}

/// Whether some neighbours are enough to write the largest of them again: all are of one tier, or the others together are twice as large.
fn is_worth(run: &[u64]) -> bool {
    let largest = run.iter().max().copied().unwrap_or(0);
    let others = run.iter().sum::<u64>() - largest;
    run.len() >= FAN && (others >= 2 * largest || run.iter().all(|size| tier(*size) == tier(largest)))
}

fn tier(size: u64) -> u32 {
    (size / SMALLEST).checked_ilog2().map_or(0, |log| 1 + log / FAN.ilog2())
}

/// What a merge made, and of which groups.
pub(crate) enum Merged {
    Segments { of: Vec<String>, into: SegmentRecord },
    Counts { of: Vec<String>, into: GroupRecord },
}

/// What commits left: files that no manifest names any more, and who had them open. A disk that takes back their room takes its time for each of them, when
/// the last who has it open lets it go.
#[derive(Default)]
pub(crate) struct Left {
    names: Vec<String>,
    shelves: Vec<Shelf>,
}

impl Left {
    /// Takes a shelf whose place another manifest has taken.
    pub(crate) fn take(&mut self, shelf: Shelf, standing: &Manifest) {
        let kept: HashSet<&String> = standing.files().map(|(name, _)| name).collect();
        let names = shelf.manifest().files().map(|(name, _)| name).filter(|name| !kept.contains(name));
        let names: Vec<String> = names.cloned().collect();
        if !names.is_empty() {
            self.names.extend(names);
            self.shelves.push(shelf);
        }
    }

    pub(crate) fn remove(self, place: &Place) {
        for name in &self.names {
            // What can't be removed now is removed by the next writer.
            let _ = place.disk.remove(&place.folder.join(name));
        }
    }
}

/// What runs beside the commits: a merge of segments, and one of counts. Neither waits for the other: every question and every commit asks each of the
/// counts, and while large segments are merged those of hundreds of commits would gather. Nothing of a merge shows before its result is committed.
#[derive(Default)]
pub(crate) struct Merges {
    segments: Option<Merging>,
    counts: Option<Merging>,
}

impl Merges {
    /// Begins what there is to do and is not under way; files that are left go first.
    pub(crate) fn begin(
        &mut self,
        (place, shelf): (&Place, &Shelf),
        left: &mut Left,
        most_tokens: u64,
        mut name: impl FnMut() -> String,
    ) {
        if self.segments.is_none()
            && let Some(chosen) = choose_segments(shelf, most_tokens)
        {
            self.segments = Merging::begin(place, Left::default(), Some((chosen, name())));
        }
        if self.counts.is_none() {
            let chosen = choose_counts(shelf).map(|chosen| (chosen, name()));
            if chosen.is_some() || !left.names.is_empty() {
                self.counts = Merging::begin(place, std::mem::take(left), chosen);
            }
        }
    }

    /// What is done, or all after waiting for it.
    pub(crate) fn take(&mut self, wait: bool) -> Result<Vec<Merged>> {
        let both = [&mut self.segments, &mut self.counts].into_iter();
        let ended = both.filter_map(|merging| merging.take_if(|merging| wait || merging.0.is_finished()));
        // Both have ended before a fault of one is told.
        let ended: Vec<_> = ended.map(Merging::end).collect();
        ended.into_iter().filter_map(Result::transpose).collect()
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
    fn begin(place: &Place, left: Left, chosen: Option<(Chosen, String)>) -> Option<Self> {
        // Somebody may wait for a commit meanwhile.
        let place = Place { is_steady: true, ..place.clone() };
        let work = spawn(move || {
            left.remove(&place);
            chosen.map(|(chosen, name)| merge(&place, name, chosen)).transpose()
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
fn spawn<T: Send + 'static>(merge: impl FnOnce() -> T + Send + 'static) -> Option<JoinHandle<T>> {
    let spawned = Builder::new().name("merge".into()).spawn(|| {
        // A system that refuses costs speed, not truth.
        #[cfg(target_os = "linux")]
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS);
        merge()
    });
    spawned.ok()
}

fn merge(place: &Place, name: String, chosen: Chosen) -> Result<Merged> {
    match chosen {
        Chosen::Segments(segments) => {
            let of = segments.iter().map(|segment| segment.name().to_owned()).collect();
            let into = refusing(|| merge_segments(place, name, &segments))?;
            Ok(Merged::Segments { of, into })
        }
        Chosen::Counts(files) => {
            let of = files.iter().map(|file| file.name().to_owned()).collect();
            let into = refusing(|| write_counted(place, name, &sum(&files)?)?.synced(place))?;
            Ok(Merged::Counts { of, into })
        }
    }
}

/// Writes all rows of some neighbours as one segment.
fn merge_segments(place: &Place, name: String, segments: &[Arc<Segment>]) -> Result<SegmentRecord> {
    let mut pending = Pending::default();
    for segment in segments {
        let view = segment.view();
        segment.live_rows().try_for_each(|local| pending.copy_row(segment, &view, local))?;
    }
    let first_row = segments.first().map_or(0, |segment| segment.first_row());
    write_segment(place, name, first_row, pending)?.synced(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_written_again_a_few_times_however_many_are_added_of_whatever_sizes() {
        // What has no pattern, from a linear congruential generator.
        let mut state = 7_u64;
        let mut any = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 40
        };
        check_additions("of one size", |addition| 10_000 + addition % 7);
        check_additions("on both sides of a tier's border", |addition| [3_000, 5_000][addition as usize % 2]);
        check_additions("of one tier and the next", |_| 2_000 + any() % 4_000);
        check_additions("small among large ones", |addition| if addition % 9 == 0 { 300_000 } else { 100 });
        check_additions("of any size", |_| 1 << (any() % 20));
    }

    fn check_additions(which: &str, mut size_of: impl FnMut(u64) -> u64) {
        let (mut sizes, mut added, mut rewritten, mut most) = (Vec::new(), 0, 0, 0);
        for addition in 0..5_000 {
            let size = size_of(addition);
            sizes.push(size);
            added += size;
            while let Some(range) = neighbours(&sizes, u64::MAX) {
                let size: u64 = sizes[range.clone()].iter().sum();
                rewritten += size;
                sizes.splice(range, [size]);
            }
            most = most.max(sizes.len());
        }
        assert_eq!(sizes.iter().sum::<u64>(), added);
        assert!(most < 100, "{which}: {most} side by side");
        assert!(rewritten < 5 * added, "{which}: written again {} times", rewritten as f64 / added as f64);
    }

    #[test]
    fn what_would_be_too_large_is_left() {
        assert_eq!(neighbours(&[10_000; 8], 79_999), None);
        assert_eq!(neighbours(&[10_000; 8], 80_000), Some(0..8));
        assert_eq!(neighbours(&[10_000; 100], 200_000), Some(80..100));
        assert_eq!(neighbours(&[3_000, 5_000].repeat(40), 280_000), Some(10..80));
        assert_eq!(neighbours(&[9_000_000, 10_000, 10_000], u64::MAX), None);
        assert_eq!(neighbours(&[], u64::MAX), None);
    }
}
