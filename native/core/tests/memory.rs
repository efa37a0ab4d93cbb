//! The limit of memory: what building, adding, removing and merging take at most beside the program with its vocabulary, measured in a process that does nothing else.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use attribution::{BuildOptions, Builder, Index, Row, Watch, Writer};
use support::row;

/// The limit of the process that works, in MiB, and the letters of its words.
const LIMIT: &str = "ATTRIBUTION_TEST_LIMIT";
const LETTERS: &str = "ATTRIBUTION_TEST_LETTERS";

/// Words of a row: with three letters some 400 tokens.
const WORDS: usize = 200;

/// What the documentation leaves out of the limit: bytes for the name of a row while an index is changed, and for a pair of tokens that two owners hold.
const NAME_BYTES: usize = 130;
const PAIR_BYTES: usize = 20;

#[test]
fn building_adding_removing_and_merging_keep_to_their_limit() {
    let number = |name| std::env::var(name).ok().map(|value| value.parse::<usize>().unwrap());
    if let Some((limit, letters)) = number(LIMIT).zip(number(LETTERS)) {
        return work(limit << 20, letters);
    }
    // With words of three letters there are as many pairs as words, and few have two owners; with two letters nearly all have.
    for (limit, letters) in [("32", "3"), ("64", "3"), ("32", "2"), ("64", "2")] {
        let name = "building_adding_removing_and_merging_keep_to_their_limit";
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", name, "--nocapture"]).env(LIMIT, limit).env(LETTERS, letters);
        let ended = child.output().unwrap();
        let told = String::from_utf8_lossy(&ended.stdout);
        println!("{told}");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{limit} MiB, {letters} letters: {told}{said}");
    }
}

fn work(limit: usize, letters: usize) {
    let home = support::home();
    let folder = home.path().join("index");
    let options = BuildOptions { memory_bytes: Some(limit), sync: false, ..BuildOptions::default() };
    // Loads the vocabulary.
    support::build(&[row("a", "Ada", "The keeper counted gulls.")], 1);
    let before = anonymous_bytes();
    let within = |what: &str, rows: usize, work: &dyn Fn()| {
        let (most, beside) = most_taken(work);
        let taken = most.saturating_sub(before);
        let allowed = limit + rows * (NAME_BYTES + id(0).len()) + pairs(&folder) * PAIR_BYTES;
        println!(
            "{what}: {} of {} KiB, {} pairs, both merged {beside} times",
            taken >> 10,
            allowed >> 10,
            pairs(&folder)
        );
        assert!(taken <= allowed, "{what}: {taken} bytes of {allowed}");
    };
    let rows = |range| rows(range, letters);
    within("build", 0, &|| {
        let mut builder = Builder::begin(&folder, &options, Watch::default()).unwrap();
        rows(0..6_000).for_each(|row| builder.add_row(&row, "rows", 1).unwrap());
        builder.finish().unwrap();
    });
    let change = |change: &dyn Fn(&mut Writer)| {
        let mut writer = Writer::open(&folder, &options).unwrap();
        change(&mut writer);
        writer.close().unwrap();
    };
    // Many small commits, which merges of segments and of counts run beside, and one that is large; their owners have said much before.
    within("add", 9_000, &|| {
        change(&|writer| {
            for first in (6_000..7_200).step_by(15) {
                rows(first..first + 15).for_each(|row| writer.add_row(&row, "rows", 1).unwrap());
                writer.commit().unwrap();
            }
            rows(7_200..9_000).for_each(|row| writer.add_row(&row, "rows", 1).unwrap());
            writer.commit().unwrap();
        });
    });
    within("remove", 9_000, &|| {
        change(&|writer| assert_eq!(writer.remove(&[id(3), id(4_000), id(8_999)]).unwrap(), 3));
    });
    // A third of the rows: their segments are written again.
    within("remove much", 9_000, &|| {
        let ids: Vec<String> = (0..2_000).map(|at| id(3 * at + 2)).collect();
        change(&|writer| assert_eq!(writer.remove(&ids).unwrap(), ids.len()));
    });
    within("merge", 9_000, &|| change(&|writer| writer.merge(Watch::default()).unwrap()));
    let tokens = Index::open(&folder).unwrap().info().tokens;
    assert!(tokens > 1_000_000, "{tokens} tokens");
}

fn id(at: usize) -> String {
    format!("row {at:06}")
}

/// Words of so many letters, each as likely after each. With three, nearly no two rows have a pair of words in common.
fn rows(range: std::ops::Range<usize>, letters: usize) -> impl Iterator<Item = Row> {
    range.map(move |at| {
        let mut state = at as u64 + 1;
        let mut letter = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 40) as u8 % 26)
        };
        let word = |_| iter::once(' ').chain((0..letters).map(|_| letter()).collect::<Vec<_>>());
        let text: String = (0..WORDS).flat_map(word).collect();
        row(&id(at), &format!("owner {}", at % 50), &text)
    })
}

/// The pairs that the largest file of counts has: the second number in it.
fn pairs(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let counts = files.filter(|path| path.file_stem().is_some_and(|what| what == "counts"));
    let header = |path| std::fs::read(path).unwrap()[4..8].try_into().map(u32::from_le_bytes).unwrap();
    counts.map(header).max().unwrap() as usize
}

/// The most memory of its own that this process has during some work, looked at a thousand times a second, and how often segments and counts were merged side by side
/// then.
fn most_taken(work: &dyn Fn()) -> (usize, usize) {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let (mut most, mut beside) = (0, 0);
            while !is_over.load(Ordering::Relaxed) {
                most = most.max(anonymous_bytes());
                beside += usize::from(are_both_merged());
                thread::sleep(Duration::from_millis(1));
            }
            (most, beside)
        });
        let worked = catch_unwind(AssertUnwindSafe(work));
        is_over.store(true, Ordering::Relaxed);
        worked.unwrap_or_else(|panic| resume_unwind(panic));
        looking.join().unwrap()
    })
}

/// Whether a thread merges segments, and one counts.
fn are_both_merged() -> bool {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let names =
        threads.filter_map(|thread| std::fs::read_to_string(thread.unwrap().path().join("comm")).ok());
    let names: Vec<String> = names.collect();
    ["merge segments", "merge counts"].iter().all(|name| names.iter().any(|thread| thread.trim() == *name))
}

fn anonymous_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}
