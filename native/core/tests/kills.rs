//! A process that changes an index is killed for real, at many moments: the index is then that of the last commit it told of, or of the one it had begun.
#![allow(clippy::unwrap_used)]

mod support;

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use attribution::{BuildOptions, Builder, Index, Row, Watch, Writer};
use support::row;

/// Set for the process that is killed: the folder that it changes.
const FOLDER: &str = "ATTRIBUTION_KILLED_FOLDER";

/// So many commits at most: a child whose parent is gone ends by itself.
const COMMITS: u64 = 400;

fn options() -> BuildOptions {
    BuildOptions { segment_tokens: 1 << 10, ..BuildOptions::default() }
}

fn added(at: u64) -> Row {
    row(&at.to_string(), &format!("owner {}", at % 5), &format!("The keeper number {at} counted gulls."))
}

/// Adds row after row and removes the one before every third, each in a commit of its own. It says so before each and behind it.
fn change(folder: &Path) {
    let mut writer = Writer::open(folder, &options()).unwrap();
    let first = ids(folder).last().map_or(0, |last| last + 1);
    for at in first..first + COMMITS {
        writer.add_row(&added(at), "rows", 1).unwrap();
        println!("\nadding {at}");
        writer.commit().unwrap();
        println!("\nadded {at}");
        if at % 3 == 2 {
            println!("\nremoving {at}");
            writer.remove(&[(at - 1).to_string()]).unwrap();
            println!("\nremoved {at}");
        }
    }
}

/// The ids that stand: rows are called by their numbers, in order.
fn ids(folder: &Path) -> Vec<u64> {
    let index = Index::open(folder).unwrap();
    Index::verify(folder, Watch::default()).unwrap();
    let ids = (0..1_000).filter(|id: &u64| {
        let name = id.to_string();
        index.select_ids(&[name.as_str()].into(), Watch::default()).is_ok()
    });
    let ids: Vec<u64> = ids.collect();
    assert_eq!(ids.len() as u64, index.info().rows);
    ids
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Begins a process that changes the index, kills it at its `lines`th word, and returns all that it said.
fn kill_at(folder: &Path, lines: usize) -> Vec<(String, u64)> {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "a_killed_process_leaves_the_old_list_or_the_new", "--nocapture"]);
    let child = command.env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut child = Killed(child);
    let said =
        BufReader::new(child.0.stdout.take().unwrap()).lines().map_while(Result::ok).filter_map(|line| {
            let (word, at) = line.split_once(' ')?;
            let is_ours = ["adding", "added", "removing", "removed"].contains(&word);
            is_ours.then(|| (word.to_owned(), at.parse().unwrap()))
        });
    let mut said = said.peekable();
    let mut heard: Vec<_> = said.by_ref().take(lines).collect();
    child.0.kill().unwrap();
    // What it said before the signal reached it.
    heard.extend(said);
    assert!(!child.0.wait().unwrap().success());
    heard
}

#[test]
fn a_killed_process_leaves_the_old_list_or_the_new() {
    if let Some(folder) = env::var_os(FOLDER) {
        return change(&PathBuf::from(folder));
    }
    let home = support::home();
    let folder = home.path().join("index");
    Builder::begin(&folder, &options(), Watch::default()).unwrap().finish().unwrap();
    let mut standing = Vec::new();
    for lines in [1, 2, 5, 7, 8, 11, 13, 17, 19, 23] {
        let heard = kill_at(&folder, lines);
        let mut possible = vec![standing.clone()];
        for (word, row) in &heard {
            let mut next = possible[0].clone();
            match word.as_str() {
                "adding" | "added" => next.push(*row),
                _ => next.retain(|id| id + 1 != *row),
            }
            possible = if word.ends_with("ing") { vec![possible.remove(0), next] } else { vec![next] };
        }
        standing = ids(&folder);
        assert!(possible.contains(&standing), "{:?}: {standing:?}", heard.last());
    }
    Writer::open(&folder, &options()).unwrap().close().unwrap();
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap());
    let lying: u64 = names
        .filter(|entry| entry.file_name() != "manifest.json")
        .map(|entry| entry.metadata().unwrap().len())
        .sum();
    assert_eq!(lying, Index::open(&folder).unwrap().info().bytes);
}
