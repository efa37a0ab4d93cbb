//! Ends builds and changes at every single step they take on the disk: afterwards the index is the old one or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::builder::{BuildOptions, Builder};
use super::writer::Writer;
use crate::error::Result;
use crate::index::Index;
use crate::store::failing_disk::FailingDisk;
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

type Change = fn(&mut Writer) -> Result<()>;

fn add(writer: &mut Writer) -> Result<()> {
    (100..103).try_for_each(|id| writer.add_row(&row(id), "rows", id))?;
    writer.commit().map(|_| ())
}

fn remove(writer: &mut Writer) -> Result<()> {
    writer.remove(&["row 1".into(), "row 4".into()]).map(|_| ())
}

fn merge(writer: &mut Writer) -> Result<()> {
    writer.merge(Watch::default())
}

/// The data set's hash of an index, after a look at everything it holds.
fn state_of(folder: &Path) -> String {
    let index = Index::open(folder).unwrap();
    let answer =
        index.attribute("The keeper number 2 counted seventeen", &Default::default(), Watch::default());
    assert!(answer.is_ok());
    index.info().data_set
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

/// Runs a change again and again, ended one step later each time, until it comes to its end. Returns how often it was ended.
fn end_everywhere(change: Change) -> usize {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("index");
    build_on(FailingDisk::ending_at(usize::MAX), &folder, 9).unwrap();
    let (before, files) = (state_of(&folder), files_of(&folder));
    change(&mut Writer::open(&folder, &options()).unwrap()).unwrap();
    let after = state_of(&folder);
    for last in 0.. {
        restore(&folder, &files);
        // Something that an earlier writer left.
        fs::write(folder.join("tokenized.99"), b"left").unwrap();
        let disk = FailingDisk::ending_at(last);
        let mut opened = Writer::open_on(Arc::new(disk.clone()), &folder, &options());
        let changed = opened.as_mut().map_err(|_| ()).and_then(|writer| change(writer).map_err(|_| ()));
        drop(opened);
        let has_ended = disk.has_ended();
        disk.cut_power();
        let state = state_of(&folder);
        assert!(state == before || state == after, "step {last}");
        assert!(changed.is_err() || state == after, "step {last}: said to be done");
        let mut writer = Writer::open(&folder, &options()).unwrap();
        writer.add_row(&row(500), "rows", 1).unwrap();
        writer.commit().unwrap();
        writer.close().unwrap();
        let listed = Index::open(&folder).unwrap().info().bytes;
        let manifest = fs::metadata(folder.join("manifest.json")).unwrap().len();
        let lying: usize = files_of(&folder).values().map(Vec::len).sum();
        assert_eq!(lying as u64, listed + manifest, "step {last}: something was left");
        if !has_ended {
            return last;
        }
    }
    unreachable!()
}

#[test]
fn an_addition_is_there_or_not() {
    assert!(end_everywhere(add) > 40);
}

#[test]
fn a_removal_is_done_or_not() {
    assert!(end_everywhere(remove) > 40);
}

#[test]
fn a_merge_changes_nothing_wherever_it_ends() {
    assert!(end_everywhere(merge) > 40);
}

#[test]
fn a_build_appears_whole_or_not_at_all() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("index");
    for last in 0.. {
        let disk = FailingDisk::ending_at(last);
        let built = build_on(disk.clone(), &folder, 3);
        disk.cut_power();
        match folder.exists() {
            true => drop(state_of(&folder)),
            false => assert!(built.is_err(), "step {last}"),
        }
        if !disk.has_ended() {
            assert!(last > 20, "{last} steps");
            return;
        }
        // Whatever was left, the next build is not hindered by it.
        let _ = fs::remove_dir_all(&folder);
    }
}
