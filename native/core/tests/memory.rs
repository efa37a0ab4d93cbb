//! The limit of memory: what building, adding, removing and merging take at most beside the program with its vocabulary, measured in a process that does nothing else.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use attribution::{BuildOptions, Builder, Index, Row, Watch, Writer};
use support::row;

/// The limit of the process that works, in MiB.
const LIMIT: &str = "ATTRIBUTION_TEST_LIMIT";

/// Words of a row: rows of some 400 tokens.
const WORDS: usize = 200;

/// What the documentation leaves out of the limit: bytes for the name of a row while an index is changed, and for a pair of tokens that two owners hold.
const NAME_BYTES: usize = 130;
const PAIR_BYTES: usize = 40;

#[test]
fn building_adding_removing_and_merging_keep_to_their_limit() {
    if let Ok(limit) = std::env::var(LIMIT) {
        return work(limit.parse::<usize>().unwrap() << 20);
    }
    for limit in ["32", "64"] {
        let name = "building_adding_removing_and_merging_keep_to_their_limit";
        let mut child = Command::new(std::env::current_exe().unwrap());
        let ended = child.args(["--exact", name, "--nocapture"]).env(LIMIT, limit).output().unwrap();
        let told = String::from_utf8_lossy(&ended.stdout);
        println!("{told}");
        assert!(ended.status.success(), "{limit} MiB: {told}{}", String::from_utf8_lossy(&ended.stderr));
    }
}

fn work(limit: usize) {
    let home = support::home();
    let folder = home.path().join("index");
    let options = BuildOptions { memory_bytes: Some(limit), sync: false, ..BuildOptions::default() };
    // Loads the vocabulary.
    support::build(&[row("a", "Ada", "The keeper counted gulls.")], 1);
    let before = anonymous_bytes();
    let within = |what: &str, rows: usize, work: &dyn Fn()| {
        let taken = most_taken(work).saturating_sub(before);
        let allowed = limit + rows * (NAME_BYTES + id(0).len()) + pairs(&folder) * PAIR_BYTES;
        println!("{what}: {} of {} KiB, {} pairs", taken >> 10, allowed >> 10, pairs(&folder));
        assert!(taken <= allowed, "{what}: {taken} bytes of {allowed}");
    };
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
    // Many small commits, which merges run beside, and one that is large; their owners have said much before.
    within("add", 9_000, &|| {
        change(&|writer| {
            for first in (6_000..6_400).step_by(20) {
                rows(first..first + 20).for_each(|row| writer.add_row(&row, "rows", 1).unwrap());
                writer.commit().unwrap();
            }
            rows(6_400..9_000).for_each(|row| writer.add_row(&row, "rows", 1).unwrap());
            writer.commit().unwrap();
        });
    });
    within("remove", 9_000, &|| {
        change(&|writer| assert_eq!(writer.remove(&[id(3), id(4_000), id(8_999)]).unwrap(), 3));
    });
    within("merge", 9_000, &|| change(&|writer| writer.merge(Watch::default()).unwrap()));
    let tokens = Index::open(&folder).unwrap().info().tokens;
    assert!(tokens > 3_000_000, "{tokens} tokens");
}

fn id(at: usize) -> String {
    format!("row {at:06}")
}

/// Words of three letters, each as likely after each: nearly no two rows have a pair of words in common, so that there are as many pairs as words.
fn rows(range: std::ops::Range<usize>) -> impl Iterator<Item = Row> {
    range.map(|at| {
        let mut state = at as u64 + 1;
        let mut letter = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 40) as u8 % 26)
        };
        let text: String = (0..WORDS).flat_map(|_| [' ', letter(), letter(), letter()]).collect();
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

/// The most memory of its own that this process has during some work, looked at a thousand times a second.
fn most_taken(work: &dyn Fn()) -> usize {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut most = 0;
            while !is_over.load(Ordering::Relaxed) {
                most = most.max(anonymous_bytes());
                thread::sleep(Duration::from_millis(1));
            }
            most
        });
        work();
        is_over.store(true, Ordering::Relaxed);
        looking.join().unwrap()
    })
}

fn anonymous_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}
