//! Ends builds and changes at every single step they take on the disk: afterwards the index is the old one or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::builder::{BuildOptions, Builder};
use super::writer::Writer;
use crate::answer::Names;
use crate::error::Result;
use crate::files::failing_disk::FailingDisk;
use crate::files::turns::Lane;
use crate::files::unsynced::home;
use crate::index::Index;
use crate::result::Attribution;
use crate::shelf::Shelf;
use crate::store::manifest::Manifest;
use crate::text::row::Row;
use crate::watch::Watch;

fn row(id: usize) -> Row {
    let text = format!("The keeper number {id} counted seventeen herring gulls.");
    Row { id: format!("row {id}"), owner: Some(format!("owner {}", id % 3)), text, metadata: None }
}

fn options() -> BuildOptions {
    // Unsynced files lose their content in these tests: that is why syncing matters.
    BuildOptions { segment_tokens: 40, ..BuildOptions::default() }
}

fn build_on(disk: FailingDisk, folder: &Path, rows: usize) -> Result<()> {
    let mut builder = Builder::begin_on(Arc::new(disk), folder, &options(), Watch::default())?;
    (0..rows).try_for_each(|id| builder.add_row(&row(id), "rows", id))?;
    builder.finish()
}

type Commit = fn(&mut Writer) -> Result<()>;

/// Commits one after the other, to an index of so many rows and as many additions of one row.
#[derive(Clone, Copy)]
struct Change {
    rows: usize,
    additions: usize,
    commits: &'static [Commit],
    /// How many segments and files of counts there are then.
    groups: [usize; 2],
}

const ADDITION: Change = Change { rows: 5, additions: 0, commits: &[add], groups: [3, 2] };
const FIRST_ADDITION: Change = Change { rows: 0, additions: 0, commits: &[add], groups: [1, 2] };
const REMOVAL: Change = Change { rows: 5, additions: 0, commits: &[remove], groups: [1, 2] };
const MERGE: Change = Change { rows: 5, additions: 0, commits: &[remove, merge], groups: [1, 1] };
/// Two segments and their counts, then one of each. The first makes the eighth segment. The second takes all eight as one, and makes the eighth file of
/// counts; the third takes these as one.
const BACKGROUND: Change =
    Change { rows: 5, additions: 5, commits: &[add_one, add_one, add_one], groups: [3, 2] };
/// The first makes the eighth segment and the eighth file of counts. While both are merged comes the second; the third takes both.
const BOTH: Change = Change {
    rows: 1,
    additions: 6,
    commits: &[
        add_beside_merges,
        |writer| add_beside_merges(writer).map(|()| writer.wait_for_merges()),
        add_one,
    ],
    groups: [3, 3],
};

fn add(writer: &mut Writer) -> Result<()> {
    (100..103).try_for_each(|id| writer.add_row(&row(id), "rows", id))?;
    writer.commit().map(|_| ())
}

fn add_beside_merges(writer: &mut Writer) -> Result<()> {
    let id = 100 + writer.rows() as usize;
    writer.add_row(&row(id), "rows", id)?;
    writer.commit().map(|_| ())
}

fn add_one(writer: &mut Writer) -> Result<()> {
    add_beside_merges(writer)?;
    // The next commit finds it done: every step comes in its turn.
    writer.wait_for_merges();
    Ok(())
}

fn remove(writer: &mut Writer) -> Result<()> {
    writer.remove(&["row 1".into(), "row 4".into()])?;
    writer.wait_for_merges();
    Ok(())
}

fn merge(writer: &mut Writer) -> Result<()> {
    writer.merge(Watch::default())
}

/// Of the changes of names that were not synced, which a power cut may leave.
const KEPT: [fn(usize, usize) -> bool; 5] =
    [|_, _| false, |_, _| true, |at, of| at + 1 == of, |at, of| at < of / 2, |at, _| at % 2 == 1];

/// What an index holds, and what it says.
type State = (String, Attribution);

fn state_of(folder: &Path) -> State {
    let index = Index::open(folder).unwrap();
    let output = "The keeper number 2 counted seventeen, and number 106 herring gulls.";
    let answer = index.attribute(output, &Default::default(), Watch::default()).unwrap();
    (index.info().data_set, answer)
}

/// The same of an index that is built of the rows that stand in this one.
fn state_rebuilt(folder: &Path) -> State {
    let (shelf, home) = (Shelf::open(folder).unwrap(), home());
    let rebuilt = home.path().join("index");
    let mut builder = Builder::begin(&rebuilt, &BuildOptions::default(), Watch::default()).unwrap();
    for segment in shelf.segments() {
        for local in segment.live_rows() {
            let names = Names::read(segment.metadata(local)).unwrap();
            let id = names.id.strip_prefix("row ").unwrap().parse().unwrap();
            builder.add_row(&row(id), "rows", id).unwrap();
        }
    }
    builder.finish().unwrap();
    state_of(&rebuilt)
}

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn restore(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir(folder).unwrap();
    files.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
}

/// An index before a change, and its states after each of the commits.
struct Stage {
    _home: TempDir,
    folder: PathBuf,
    change: Change,
    files: BTreeMap<String, Vec<u8>>,
    states: Vec<State>,
}

impl Stage {
    fn of(change: Change) -> Self {
        let home = home();
        let folder = home.path().join("index");
        build_on(FailingDisk::ending_at(usize::MAX), &folder, change.rows).unwrap();
        let mut writer = Writer::open(&folder, &BuildOptions::default()).unwrap();
        (0..change.additions).for_each(|_| add_one(&mut writer).unwrap());
        drop(writer);
        let (files, mut states) = (files_of(&folder), vec![state_of(&folder)]);
        let mut writer = Writer::open(&folder, &BuildOptions::default()).unwrap();
        for commit in change.commits {
            commit(&mut writer).unwrap();
            states.push(state_of(&folder));
            assert!(states.last() == Some(&state_rebuilt(&folder)));
        }
        drop(writer);
        let groups = ["tokenized.", "counts."]
            .map(|kind| files_of(&folder).keys().filter(|name| name.starts_with(kind)).count());
        assert_eq!(groups, change.groups);
        Self { _home: home, folder, change, files, states }
    }

    /// Makes the change on a disk, as far as it goes. Returns how many commits were said to be done.
    fn run(&self, disk: &FailingDisk) -> usize {
        self.run_telling(disk, |_| {})
    }

    fn open(&self, disk: &FailingDisk) -> Result<Writer> {
        restore(&self.folder, &self.files);
        // Something that an earlier writer left.
        fs::write(self.folder.join("tokenized.99"), b"left").unwrap();
        Writer::open_on(Arc::new(disk.clone()), &self.folder, &BuildOptions::default())
    }

    /// `tell` is called when the writer is open, and after each commit.
    fn run_telling(&self, disk: &FailingDisk, mut tell: impl FnMut(&Writer)) -> usize {
        match self.open(disk) {
            Ok(mut writer) => {
                tell(&writer);
                let done = self.change.commits.iter().take_while(|commit| {
                    let is_done = commit(&mut writer).is_ok();
                    tell(&writer);
                    is_done
                });
                done.count()
            }
            Err(_) => 0,
        }
    }

    /// What is said to be done is done; what was under way is done or not.
    fn check(&self, done: usize, last: usize) {
        let state = state_of(&self.folder);
        let possible = &self.states[done..self.states.len().min(done + 2)];
        assert!(possible.contains(&state), "step {last}: {done} commits were done");
    }
}

/// Makes a change again and again, ended one step later each time, until it comes to its end. Returns how often it was ended.
fn end_everywhere(change: Change) -> usize {
    end_in_turns(&Stage::of(change), &[])
}

fn end_in_turns(stage: &Stage, turns: &[(Lane, usize)]) -> usize {
    for last in 0.. {
        for turn in 0..2 * KEPT.len() {
            let at = (last + turn) % (2 * KEPT.len());
            let disk = FailingDisk::ending_in_turns(last, turns);
            let done = stage.run(&disk);
            let is_whole = !disk.has_ended();
            if at >= KEPT.len() {
                // It is only killed, and the power goes after the next writer has cleared what was left.
                disk.go_on();
                drop(Writer::open_on(Arc::new(disk.clone()), &stage.folder, &options()).unwrap());
            }
            disk.cut_power(KEPT[at % KEPT.len()]);
            stage.check(done, last);
            if turn == 0 {
                check_next_change(&stage.folder, last);
            }
            if is_whole {
                return last;
            }
            // Around these all is tried; of the many others each has its turn.
            if !disk.has_ended_between_lists() {
                break;
            }
        }
    }
    unreachable!()
}

/// As above, on a disk that is full from a step on. The writer clears what it staged by itself.
fn fill_everywhere(change: Change) -> usize {
    let stage = Stage::of(change);
    for last in 0.. {
        let disk = FailingDisk::full_at(last);
        let done = stage.run(&disk);
        stage.check(done, last);
        check_nothing_is_left(&stage.folder, last);
        if done == change.commits.len() {
            return last;
        }
        assert_eq!(state_of(&stage.folder), stage.states[done]);
    }
    unreachable!()
}

/// The next writer is not hindered by what was left, and clears it.
fn check_next_change(folder: &Path, last: usize) {
    let mut writer = Writer::open(folder, &BuildOptions { sync: false, ..options() }).unwrap();
    writer.add_row(&row(500), "rows", 1).unwrap();
    writer.commit().unwrap();
    writer.close().unwrap();
    check_nothing_is_left(folder, last);
}

fn check_nothing_is_left(folder: &Path, last: usize) {
    let info = Index::verify(folder, Watch::default()).unwrap();
    let manifest = fs::metadata(folder.join("manifest.json")).unwrap().len();
    let lying: usize = files_of(folder).values().map(Vec::len).sum();
    assert_eq!(lying as u64, info.bytes + manifest, "step {last}: something was left");
}

#[test]
fn an_addition_is_there_or_not() {
    assert!(end_everywhere(ADDITION) > 40);
    assert!(end_everywhere(FIRST_ADDITION) > 40);
}

#[test]
fn a_removal_is_done_or_not() {
    assert!(end_everywhere(REMOVAL) > 40);
}

#[test]
fn a_merge_changes_nothing_wherever_it_ends() {
    assert!(end_everywhere(MERGE) > 40);
}

#[test]
fn a_merge_in_the_background_changes_nothing_wherever_it_ends() {
    assert!(end_everywhere(BACKGROUND) > 100);
}

/// How many steps the writer takes until it is open, then each of the commits, and the two merges that the first one begins.
fn steps_of_both(stage: &Stage) -> [usize; 4] {
    let disk = FailingDisk::ending_at(usize::MAX);
    let mut taken = Vec::new();
    stage.run_telling(&disk, |writer| {
        writer.wait_for_merges();
        let of_lane = |lane| disk.turns().taken(lane);
        taken.push([Lane::Commit, Lane::MergeSegments, Lane::MergeCounts].map(of_lane));
    });
    let [opening, first] = [taken[0], taken[1]];
    [opening[0], first[0] - opening[0], first[1], first[2]]
}

#[test]
fn merges_of_segments_and_of_counts_side_by_side_change_nothing_wherever_they_end() {
    let stage = Stage::of(BOTH);
    let [opening, commit, segments, counts] = steps_of_both(&stage);
    assert!(segments > 20 && counts > 5);
    for (of_segments, of_counts) in [(0, counts - 1), (segments - 1, 0)] {
        // The second commit has two halves, and neither merge is done before its end.
        let turns = [
            (Lane::Commit, opening + commit),
            (Lane::MergeSegments, of_segments),
            (Lane::Commit, commit / 2),
            (Lane::MergeCounts, of_counts),
            (Lane::Commit, commit - commit / 2),
            (Lane::MergeSegments, segments - of_segments),
        ];
        let disk = FailingDisk::ending_in_turns(usize::MAX, &turns);
        let mut groups = Vec::new();
        stage.run_telling(&disk, |_| {
            let manifest = Manifest::read(&stage.folder).unwrap();
            groups.push([manifest.segments.len(), manifest.counts.len()]);
        });
        assert_eq!(groups, [[7, 7], [8, 8], [9, 9], [3, 3]]);
        assert!(disk.turns().are_over());
        assert!(end_in_turns(&stage, &turns) > 3 * commit + segments + counts);
    }
}

#[test]
fn a_full_disk_leaves_what_was_committed_and_nothing_else() {
    for change in [ADDITION, FIRST_ADDITION, REMOVAL, MERGE, BACKGROUND, BOTH] {
        assert!(fill_everywhere(change) > 5);
    }
}

#[test]
fn a_merge_that_finds_the_disk_full_fails_alone_and_is_told_of_in_the_end() {
    let stage = Stage::of(BOTH);
    let [opening, commit, segments, counts] = steps_of_both(&stage);
    let first = opening + commit;
    for last in first..first + segments + counts {
        let disk = FailingDisk::full_at(last);
        let mut told = 0;
        let done = stage.run_telling(&disk, |writer| {
            told += 1;
            if told == 2 {
                writer.wait_for_merges();
                let files = files_of(&stage.folder).len();
                let listed = Manifest::read(&stage.folder).unwrap().files().count();
                assert!(files == listed + 1 || last > first, "{files} files, {listed} are listed");
                // Somebody makes room.
                disk.go_on();
            }
        });
        assert_eq!(done, stage.change.commits.len(), "step {last}");
        stage.check(done, last);
        check_nothing_is_left(&stage.folder, last);
    }
    let mut writer = stage.open(&FailingDisk::full_at(first)).unwrap();
    stage.change.commits[0](&mut writer).unwrap();
    let error = writer.close().unwrap_err();
    assert_eq!(error.code(), "HW507");
    assert!(error.to_string().starts_with("what was committed stands"), "{error}");
    stage.check(1, first);
    check_nothing_is_left(&stage.folder, first);
}

#[test]
fn a_build_appears_whole_or_not_at_all() {
    for keep in KEPT {
        assert!(end_builds(keep) > 20);
    }
}

fn end_builds(keep: fn(usize, usize) -> bool) -> usize {
    for last in 0.. {
        let home = home();
        let folder = home.path().join("new/and new/index");
        let disk = FailingDisk::ending_at(last);
        let built = build_on(disk.clone(), &folder, 3);
        disk.cut_power(keep);
        match folder.exists() {
            true => assert!(state_of(&folder) == state_rebuilt(&folder)),
            false => assert!(built.is_err(), "step {last}"),
        }
        // Whatever was left, the next build is not hindered by it.
        let _ = fs::remove_dir_all(&folder);
        build_on(FailingDisk::ending_at(usize::MAX), &folder, 1).unwrap();
        if !disk.has_ended() {
            return last;
        }
    }
    unreachable!()
}
