//! An index that changed equals one that was built as it is now, whatever the changes were; readers keep what they opened.
//!
//! A seed that ever failed is kept in `writer.proptest-regressions` and runs first.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use attribution::{BuildOptions, Builder, Index, Parameters, Progress, Row, Watch, Writer};
use proptest::prelude::*;
use support::{ONE_SEGMENT, attribute, build, oracle, row, to_json};

const WORDS: [&str; 8] = ["a", " a", " b", " the", " lighthouse", "日本", ".", "\n"];

#[derive(Debug, Clone)]
enum Change {
    Add(Vec<(usize, Vec<usize>)>),
    /// Places among the rows that stand.
    Remove(Vec<prop::sample::Index>),
    /// The row that was removed last comes back under its id, behind the others.
    Return,
    Merge,
    Reopen,
    /// Two writers, one index: the second is refused and changes nothing.
    Refuse,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let row = (0..4_usize, prop::collection::vec(0..WORDS.len(), 0..14));
    let change = prop_oneof![
        8 => prop::collection::vec(row, 0..4).prop_map(Change::Add),
        2 => prop::collection::vec(any::<prop::sample::Index>(), 1..3).prop_map(Change::Remove),
        1 => Just(Change::Return),
        1 => Just(Change::Merge),
        2 => Just(Change::Reopen),
        1 => Just(Change::Refuse),
    ];
    prop::collection::vec(change, 1..20)
}

fn options(segment_tokens: usize) -> BuildOptions {
    BuildOptions { segment_tokens, sync: false, ..BuildOptions::default() }
}

fn begin(folder: &Path, rows: &[Row], segment_tokens: usize) -> Writer {
    let mut builder = Builder::begin(folder, &options(segment_tokens), Watch::default()).unwrap();
    rows.iter().for_each(|row| builder.add_row(row, "rows", 1).unwrap());
    builder.finish().unwrap();
    Writer::open(folder, &options(segment_tokens)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_index_equals_a_built_one(
        changes in changes(),
        output in prop::collection::vec(0..WORDS.len(), 0..40),
        segment_tokens in prop::sample::select(vec![1_usize, 30, ONE_SEGMENT]),
    ) {
        let home = support::home();
        let folder = home.path().join("index");
        let (mut rows, mut removed): (Vec<Row>, Vec<Row>) = Default::default();
        let mut writer = begin(&folder, &rows, segment_tokens);
        let mut reader = Index::open(&folder).unwrap();
        let output: String = output.into_iter().map(|at| WORDS[at]).collect();
        let parameters = Parameters { alpha: 1.0, max_owners: 2, min_tokens: 3, ..Parameters::default() };
        for (step, change) in changes.into_iter().enumerate() {
            let known = rows.clone();
            match change {
                Change::Add(added) => {
                    for (at, (owner, words)) in added.into_iter().enumerate() {
                        let text: String = words.into_iter().map(|word| WORDS[word]).collect();
                        let row = row(&format!("{step}.{at}"), &format!("owner {owner}"), &text);
                        writer.add_row(&row, "added", at).unwrap();
                        rows.push(row);
                    }
                    writer.commit().unwrap();
                }
                Change::Remove(places) if !rows.is_empty() => {
                    let ids: Vec<String> = places.iter().map(|place| place.get(&rows).id.clone()).collect();
                    writer.remove(&ids).unwrap();
                    removed.extend(rows.extract_if(.., |row| ids.contains(&row.id)));
                }
                Change::Return => {
                    let Some(row) = removed.pop() else { continue };
                    writer.add_row(&row, "returned", 1).unwrap();
                    writer.commit().unwrap();
                    rows.push(row);
                }
                Change::Merge => writer.merge(Watch::default()).unwrap(),
                Change::Reopen => {
                    writer.close().unwrap();
                    writer = Writer::open(&folder, &options(segment_tokens)).unwrap();
                }
                Change::Refuse => {
                    let refused = Writer::open(&folder, &options(segment_tokens)).err().unwrap();
                    prop_assert_eq!(refused.code(), "HW511");
                }
                Change::Remove(_) => {}
            }
            // The reader that was opened before still answers as before, its files removed or not.
            prop_assert_eq!(attribute(&reader, &output, &parameters), oracle::answer(&known, &output, &parameters));
            reader = reader.refreshed().unwrap().unwrap_or(reader);
            prop_assert_eq!(attribute(&reader, &output, &parameters), oracle::answer(&rows, &output, &parameters));
            let (changed, built) = (reader.info(), build(&rows, ONE_SEGMENT).index.info());
            prop_assert_eq!(
                (changed.data_set, changed.rows, changed.tokens, changed.owners),
                (built.data_set, built.rows, built.tokens, built.owners)
            );
        }
        // Every second row of what stands is a data set too.
        let places = (0..rows.len() as u64).step_by(2).map(|at| at..at + 1).collect::<Vec<_>>();
        let every_second: Vec<Row> = rows.iter().step_by(2).cloned().collect();
        let selection = reader.select(&places, Watch::default()).unwrap();
        let found = selection.attribute(&output, &parameters, Watch::default()).unwrap();
        prop_assert_eq!(to_json(&found), oracle::answer(&every_second, &output, &parameters));
        let ids: HashSet<&str> = every_second.iter().map(|row| row.id.as_str()).collect();
        prop_assert!(Arc::ptr_eq(&reader.select_ids(&ids, Watch::default()).unwrap(), &selection));
        prop_assert_eq!(selection.data_set(), build(&every_second, ONE_SEGMENT).index.info().data_set);
        writer.close().unwrap();
        // Nothing lies there that the manifest does not list.
        let listed = Index::open(&folder).unwrap().info();
        let lying: u64 = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name() != "manifest.json").map(|entry| entry.metadata().unwrap().len()).sum();
        prop_assert_eq!(lying, listed.bytes);
    }
}

#[test]
fn many_small_additions_are_merged_on_the_way() {
    let home = support::home();
    let folder = home.path().join("index");
    let mut writer = begin(&folder, &[], ONE_SEGMENT);
    let mut rows = Vec::new();
    for at in 0..200 {
        let row = row(
            &format!("{at}"),
            &format!("owner {}", at % 7),
            &format!("The keeper number {at} counted gulls."),
        );
        writer.add_row(&row, "added", 1).unwrap();
        rows.push(row);
        writer.commit().unwrap();
    }
    writer.close().unwrap();
    let index = Index::open(&folder).unwrap();
    assert!(index.info().segments < 30, "{} segments", index.info().segments);
    let output = "The keeper number 33 counted gulls. The keeper number 4";
    let parameters = Parameters { alpha: 1.0, max_owners: 4, ..Parameters::default() };
    assert_eq!(attribute(&index, output, &parameters), oracle::answer(&rows, output, &parameters));
}

#[test]
fn what_is_refused_changes_nothing() {
    let home = support::home();
    let folder = home.path().join("index");
    let mut writer = begin(&folder, &[row("one", "Ada", "The keeper counted gulls.")], ONE_SEGMENT);
    let before = fs::read(folder.join("manifest.json")).unwrap();
    let again = writer.add_row(&row("one", "Bob", "Another text."), "more.jsonl", 7).unwrap_err();
    assert_eq!((again.code(), again.to_string().contains("more.jsonl, line 7")), ("HW505", true));
    let unknown = writer.remove(&["one".into(), "two".into()]).unwrap_err();
    assert_eq!((unknown.code(), unknown.to_string().contains("\"two\"")), ("HW515", true));
    assert!(!writer.commit().unwrap());
    writer.add_row(&row("two", "Bob", "Another text."), "more.jsonl", 8).unwrap();
    assert!(writer.remove(&["one".into()]).is_err());
    assert!(writer.merge(Watch::default()).is_err());
    drop(writer);
    assert_eq!(fs::read(folder.join("manifest.json")).unwrap(), before);
    let nowhere = Writer::open(&home.path().join("nowhere"), &options(ONE_SEGMENT)).err().unwrap();
    assert_eq!(nowhere.code(), "HW501");
}

#[test]
fn what_was_staged_and_refused_or_stopped_leaves_no_file() {
    let home = support::home();
    let folder = home.path().join("index");
    drop(begin(&folder, &[row("one", "Ada", "The keeper counted gulls.")], 4));
    let names = || -> BTreeSet<OsString> {
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    };
    let before = names();
    let lines = (0..40).map(|at| format!("{{\"id\":\"{at}\",\"text\":\"The keeper slept.\"}}\n"));
    let bad = lines.chain(["{}".to_owned()]).collect::<String>();
    let mut writer = Writer::open(&folder, &options(4)).unwrap();
    assert_eq!(writer.add_jsonl(bad.as_bytes(), "bad", Watch::default()).unwrap_err().code(), "HW505");
    assert!(names().len() > before.len() + 40);
    drop(writer);
    assert_eq!(names(), before);
    let stop = AtomicBool::new(false);
    let stop_late = |progress: Progress| stop.store(progress.done > 30, Ordering::Relaxed);
    let watch = Watch::default().cancelled_by(&stop).reporting_to(&stop_late);
    let mut writer = Writer::open(&folder, &options(4)).unwrap();
    assert_eq!(writer.add_jsonl(bad.as_bytes(), "bad", watch).unwrap_err().code(), "ABORT_ERR");
    assert!(names().len() > before.len());
    writer.close().unwrap();
    assert_eq!(names(), before);
}

#[test]
fn files_that_are_not_the_indexs_own_are_left_alone() {
    let home = support::home();
    let folder = home.path().join("index");
    drop(begin(&folder, &[], 4));
    let others = ["metadata.json", "notes.1", "table.", "owner"];
    others.iter().for_each(|name| fs::write(folder.join(name), "kept").unwrap());
    fs::write(folder.join("tokenized.7"), "left").unwrap();
    Writer::open(&folder, &options(4)).unwrap().close().unwrap();
    assert!(others.iter().all(|name| folder.join(name).exists()));
    assert!(!folder.join("tokenized.7").exists());
}

#[test]
fn a_row_that_was_taken_in_part_is_never_committed() {
    let home = support::home();
    let folder = home.path().join("index");
    let mut writer = begin(&folder, &[row("gulls", "Ada", "herring gulls")], ONE_SEGMENT);
    let torn = Row { metadata: Some("{".into()), ..row("tides", "Ben", "spring tides") };
    writer.add_row(&torn, "rows", 1).unwrap_err();
    writer.commit().unwrap_err();
    drop(writer);
    let mut writer = Writer::open(&folder, &options(ONE_SEGMENT)).unwrap();
    writer.add_row(&row("tides", "Ben", "spring tides"), "rows", 1).unwrap();
    assert!(writer.commit().unwrap());
    assert_eq!(Index::open(&folder).unwrap().info().rows, 2);
}

#[test]
fn an_index_with_a_row_that_was_taken_in_part_never_appears() {
    let home = support::home();
    let folder = home.path().join("index");
    let mut builder = Builder::begin(&folder, &options(ONE_SEGMENT), Watch::default()).unwrap();
    let torn = Row { metadata: Some("{".into()), ..row("tides", "Ben", "spring tides") };
    builder.add_row(&torn, "rows", 1).unwrap_err();
    builder.add_row(&row("gulls", "Ada", "herring gulls"), "rows", 2).unwrap_err();
    builder.finish().unwrap_err();
    assert!(Index::open(&folder).is_err());
}

#[test]
fn a_removed_text_is_gone_from_answers_at_once_and_from_the_disk_with_a_merge() {
    let home = support::home();
    let folder = home.path().join("index");
    let secret = "Marigold enzymes dissolve copper varnish overnight.";
    let mut writer = begin(
        &folder,
        &[row("one", "Ada", "The keeper counted gulls."), row("secret", "Bob", secret)],
        ONE_SEGMENT,
    );
    assert_eq!(writer.remove(&["secret".into()]).unwrap(), 1);
    let check = || {
        let index = Index::open(&folder).unwrap();
        assert_eq!((index.info().rows, index.info().owners), (1, 1));
        let answer = attribute(&index, secret, &Parameters::default());
        assert_eq!(answer["passages"].as_array().unwrap().len(), 0);
    };
    check();
    writer.merge(Watch::default()).unwrap();
    check();
    drop(writer);
    for entry in fs::read_dir(&folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"secret"));
    }
}

#[test]
fn an_export_leaves_removed_rows_out() {
    let home = support::home();
    let texts = ["The keeper counted gulls.", "Nobody counted the herring.", "The keeper slept."];
    let rows: Vec<Row> =
        texts.iter().enumerate().map(|(at, text)| row(&at.to_string(), "Ada", text)).collect();
    let folder = home.path().join("index");
    let mut writer = begin(&folder, &rows, 4);
    writer.remove(&["1".into()]).unwrap();
    drop(writer);
    let export = |index: &Index, name: &str| {
        let folder = home.path().join(name);
        index.export_infini_gram(&folder, Watch::default()).unwrap();
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        files.map(|path| (path.file_name().unwrap().to_owned(), fs::read(&path).unwrap())).collect()
    };
    let left: HashMap<OsString, Vec<u8>> = export(&Index::open(&folder).unwrap(), "left");
    let kept = [rows[0].clone(), rows[2].clone()];
    assert_eq!(left, export(&build(&kept, ONE_SEGMENT).index, "built"));
}

/// Words of two letters from a small alphabet, so that owners have many pairs in common, and many not.
fn talk(at: usize, words: usize) -> Row {
    let mut state = at as u64 + 1;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (state >> 40) as u8 % 20)
    };
    let text: String = (0..words).flat_map(|_| [' ', letter(), letter()]).collect();
    row(&format!("row {at}"), &format!("owner {}", at % 3), &text)
}

#[test]
fn what_does_not_fit_into_memory_is_counted_the_same() {
    let home = support::home();
    let folder = home.path().join("index");
    // Each owner has said more than can be remembered at the least limit; a commit has several segments.
    let mut rows: Vec<Row> = (0..360).map(|at| talk(at, 300)).collect();
    drop(begin(&folder, &rows, ONE_SEGMENT));
    let options = BuildOptions { memory_bytes: Some(32 << 20), ..options(2_000) };
    let mut writer = Writer::open(&folder, &options).unwrap();
    let check = |writer: &Writer, rows: &[Row], changed: &str| {
        let (found, built) = (Index::open(&folder).unwrap(), build(rows, ONE_SEGMENT));
        assert_eq!(writer.info().data_set, built.index.info().data_set);
        let parameters = Parameters { alpha: 1.0, ..Parameters::default() };
        for at in (0..rows.len()).step_by(19).chain([rows.len() - 1]) {
            let output = &rows[at].text;
            assert!(
                attribute(&found, output, &parameters) == attribute(&built.index, output, &parameters),
                "{changed}"
            );
        }
    };
    // Little enough to be remembered, twice; then a commit that is not.
    for (from, to) in [(360, 380), (380, 400), (400, 600)] {
        rows.extend((from..to).map(|at| talk(at, 200)));
        rows[from..].iter().for_each(|row| writer.add_row(row, "rows", 1).unwrap());
        writer.commit().unwrap();
        check(&writer, &rows, "added");
    }
    // The same for what is removed.
    for count in [7, 200] {
        let ids: Vec<String> = rows.drain(100..100 + count).map(|row| row.id).collect();
        writer.remove(&ids).unwrap();
        check(&writer, &rows, "removed");
    }
    writer.close().unwrap();
}

#[test]
fn a_folder_that_was_built_anew_is_read_anew() {
    let home = support::home();
    let folder = home.path().join("index");
    let text = "The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.";
    let make = |added: &dyn Fn(usize) -> String| {
        fs::remove_dir_all(&folder).unwrap_or_default();
        let mut writer = begin(&folder, &[row("x", "Ada", text)], ONE_SEGMENT);
        for at in 0..30 {
            writer.add_row(&row(&format!("{at}"), &format!("owner {at}"), &added(at)), "added", at).unwrap();
        }
        writer.commit().unwrap();
    };
    // The second folder's files are named as the first one's; what they say of the language differs.
    make(&|at| {
        format!(
            "keeper of Fastnet. lighthouse keeper. Fastnet counted. counted seventeen. herring gulls {at}"
        )
    });
    let reader = Index::open(&folder).unwrap();
    let first = reader.attribute(text, &Parameters::default(), Watch::default()).unwrap();
    make(&|at| format!("Spring tides follow the new moon by a day and a half, number {at}."));
    let refreshed = reader.refreshed().unwrap().unwrap();
    let [refreshed, fresh] = [refreshed, Index::open(&folder).unwrap()]
        .map(|index| index.attribute(text, &Parameters::default(), Watch::default()).unwrap());
    assert_eq!(refreshed, fresh);
    assert_ne!(first.passages[0].information, fresh.passages[0].information);
}

#[test]
fn a_merge_over_the_border_of_two_byte_row_numbers_changes_no_answer() {
    const ROWS: usize = 70_000;
    const BORDER: usize = 1 << 16;
    let home = support::home();
    let folder = home.path().join("index");
    // Twelve digits are four tokens, which no other row has in this order.
    let text = |at: usize| format!("{:012}", at * 2_654_435_761 % 1_000_000_000_000);
    let rows: Vec<Row> = (0..ROWS)
        .map(|at| row(&at.to_string(), &format!("owner {}", at % 60), &text(at % (ROWS - 9))))
        .collect();
    drop(begin(&folder, &rows, 200_000));
    let mut writer = Writer::open(&folder, &options(ONE_SEGMENT)).unwrap();
    let output = [3, 40_000, BORDER - 1, BORDER, BORDER + 1, ROWS - 10].map(text).join(" and ");
    let everywhere = 0..ROWS as u64;
    let others: Vec<_> = everywhere.clone().step_by(2).map(|at| at..at + 1).collect();
    let choices = [vec![everywhere], others, vec![BORDER as u64 - 1..BORDER as u64 + 1, 69_000..70_000]];
    let ask = |index: &Index| {
        let of_choice = |rows: &Vec<_>| {
            let selection = index.select(rows, Watch::default()).unwrap();
            selection.attribute(&output, &Parameters::default(), Watch::default()).unwrap()
        };
        let whole = index.attribute(&output, &Parameters::default(), Watch::default()).unwrap();
        [vec![whole], choices.iter().map(of_choice).collect()].concat()
    };
    let before = Index::open(&folder).unwrap();
    let expected = ask(&before);
    assert!(before.info().segments > 1);
    let credited: HashSet<&str> = expected[0].shares.iter().map(|share| share.id.as_str()).collect();
    assert!(["3", "65535", "65536", "65537"].iter().all(|id| credited.contains(id)), "{credited:?}");
    writer.merge(Watch::default()).unwrap();
    let merged = before.refreshed().unwrap().unwrap();
    assert_eq!(merged.info().segments, 1);
    assert_eq!(ask(&merged), expected);
    // Rows that are removed and not merged are left out by a mask; those behind them get other numbers with the merge.
    writer.remove(&["0".into(), "65535".into()]).unwrap();
    let removed = Index::open(&folder).unwrap();
    let without = removed.attribute(&output, &Parameters::default(), Watch::default()).unwrap();
    assert!(without.shares.iter().all(|share| share.id != "65535"));
    writer.merge(Watch::default()).unwrap();
    let left = Index::open(&folder).unwrap();
    assert_eq!(left.attribute(&output, &Parameters::default(), Watch::default()).unwrap(), without);
}
