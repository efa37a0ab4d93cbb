//! Readers open, refresh, ask and verify while a writer commits: every answer is that of one of the lists that were committed.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use attribution::{BuildOptions, Builder, Index, Parameters, Row, Watch, Writer};
use serde_json::Value;
use support::{ONE_SEGMENT, attribute, build, row};

const OUTPUT: &str = "The keeper number 7 counted gulls, and the keeper number 12 counted gulls.";
const COMMITS: usize = 40;

fn options() -> BuildOptions {
    BuildOptions { sync: false, ..BuildOptions::default() }
}

fn parameters() -> Parameters {
    Parameters { alpha: 1.0, ..Parameters::default() }
}

/// One more row; every fifth commit removes one, and every twentieth merges all.
fn change(writer: &mut Writer, at: usize) {
    if at % 20 == 19 {
        writer.merge(Watch::default()).unwrap();
    } else if at % 5 == 4 {
        assert_eq!(writer.remove(&[(at - 2).to_string()]).unwrap(), 1);
    } else {
        writer.add_row(&added(at), "rows", at).unwrap();
        assert!(writer.commit().unwrap());
    }
}

fn added(at: usize) -> Row {
    row(&at.to_string(), &format!("owner {}", at % 7), &format!("The keeper number {at} counted gulls."))
}

/// The answers of indexes that were built of the rows as they stand after each commit, by the hash of their data sets.
fn answers() -> HashMap<String, Value> {
    let mut rows: Vec<Row> = Vec::new();
    let lists = (0..=COMMITS).map(|commits| {
        let built = build(&rows, ONE_SEGMENT);
        match commits {
            _ if commits % 20 == 19 => {}
            _ if commits % 5 == 4 => rows.retain(|row| row.id != (commits - 2).to_string()),
            _ => rows.push(added(commits)),
        }
        (built.index.info().data_set, attribute(&built.index, OUTPUT, &parameters()))
    });
    lists.collect()
}

/// Asks until the writer has come to its end, and once more then. Returns how many data sets it saw.
fn read(folder: &Path, answers: &HashMap<String, Value>, is_over: &AtomicBool) -> usize {
    let check = |index: &Index| {
        let answer = attribute(index, OUTPUT, &parameters());
        assert_eq!(Some(&answer), answers.get(&index.info().data_set));
    };
    let mut held = Index::open(folder).unwrap();
    let mut seen = 1;
    loop {
        let is_last = is_over.load(Ordering::Acquire);
        check(&held);
        let opened = Index::open(folder).unwrap();
        check(&opened);
        Index::verify(folder, Watch::default()).unwrap();
        if let Some(newest) = held.refreshed().unwrap() {
            // What was open stays what it was.
            check(&held);
            seen += 1;
            held = newest;
        }
        if is_last {
            check(&held);
            return seen;
        }
    }
}

#[test]
fn readers_see_one_committed_list_each_while_a_writer_commits() {
    let answers = answers();
    let home = support::home();
    let folder = home.path().join("index");
    Builder::begin(&folder, &options(), Watch::default()).unwrap().finish().unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers = [(); 2].map(|()| scope.spawn(|| read(&folder, &answers, &is_over)));
        let writing = scope.spawn(|| {
            let mut writer = Writer::open(&folder, &options()).unwrap();
            (0..COMMITS).for_each(|at| change(&mut writer, at));
            writer.close().unwrap();
        });
        let written = writing.join();
        // Before anything is asserted: readers would wait for it.
        is_over.store(true, Ordering::Release);
        written.unwrap();
        readers.into_iter().for_each(|reader| assert!(reader.join().unwrap() > 1));
    });
}
