//! Some rows of an index, as a data set of their own: the same answers as an index built of them alone, however its segments are cut.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use attribution::{Index, Parameters, Row, Watch};
use proptest::prelude::*;
use support::{ONE_SEGMENT, build, oracle, row, to_json};

const WORDS: [&str; 7] = [" gull", " the", " sea", "é", " keeper", "\n", " of"];

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(0..WORDS.len(), 0..=most)
        .prop_map(|picked| picked.into_iter().map(|at| WORDS[at]).collect())
}

/// Rows with whether each is chosen; an output made of the beginnings of some.
fn cases() -> impl Strategy<Value = (Vec<(Row, bool)>, String)> {
    let rows = prop::collection::vec((text(40), 0..4_usize, any::<bool>()), 1..9).prop_map(|texts| {
        let rows = texts.into_iter().enumerate();
        rows.map(|(at, (text, owner, chosen))| {
            (row(&format!("row {at}"), &format!("owner {owner}"), &text), chosen)
        })
        .collect::<Vec<_>>()
    });
    (rows, prop::collection::vec((any::<prop::sample::Index>(), 0..200_usize, text(3)), 1..4)).prop_map(
        |(rows, pieces)| {
            let mut output = String::new();
            for (picked, most, between) in pieces {
                output.extend(picked.get(&rows).0.text.chars().take(most));
                output.push_str(&between);
            }
            (rows, output)
        },
    )
}

fn ranges(chosen: &[bool]) -> Vec<Range<u64>> {
    (0..).zip(chosen).filter(|(_, chosen)| **chosen).map(|(at, _)| at..at + 1).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_selection_equals_an_index_of_its_rows(
        (rows, output) in cases(),
        segment_tokens in prop::sample::select(vec![1_usize, 30, ONE_SEGMENT]),
        max_owners in 1..4_usize,
        alpha in prop::sample::select(vec![0.01, 1.0]),
    ) {
        let parameters = Parameters { max_owners, alpha, ..Parameters::default() };
        let all: Vec<Row> = rows.iter().map(|(row, _)| row.clone()).collect();
        let chosen: Vec<Row> = rows.iter().filter(|(_, chosen)| *chosen).map(|(row, _)| row.clone()).collect();
        let whole = build(&all, segment_tokens);
        let flags: Vec<bool> = rows.iter().map(|(_, chosen)| *chosen).collect();
        let selection = whole.index.select(&ranges(&flags), Watch::default()).unwrap();
        let alone = build(&chosen, ONE_SEGMENT);
        let found = selection.attribute(&output, &parameters, Watch::default()).unwrap();
        let expected = alone.index.attribute(&output, &parameters, Watch::default()).unwrap();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(to_json(&found), oracle::answer(&chosen, &output, &parameters));
        prop_assert_eq!(selection.data_set(), alone.index.info().data_set);
        prop_assert_eq!((selection.rows(), selection.tokens()), (alone.index.info().rows, alone.index.info().tokens));
        let ids: HashSet<&str> = chosen.iter().map(|row| row.id.as_str()).collect();
        prop_assert!(Arc::ptr_eq(&whole.index.select_ids(&ids, Watch::default()).unwrap(), &selection), "it is counted once");
    }

    #[test]
    fn many_texts_have_the_same_answers_on_any_number_of_threads((rows, output) in cases(), threads in 1..5_usize) {
        let all: Vec<Row> = rows.iter().map(|(row, _)| row.clone()).collect();
        let built = build(&all, 30);
        let texts: Vec<&str> = all.iter().map(|row| row.text.as_str()).chain([output.as_str()]).collect();
        let parameters = Parameters { alpha: 1.0, ..Parameters::default() };
        let found = built.index.attribute_many(&texts, &parameters, threads, &AtomicBool::new(false)).unwrap();
        for (text, found) in texts.iter().zip(found) {
            prop_assert_eq!(found, built.index.attribute(text, &parameters, Watch::default()).unwrap());
        }
    }
}

#[test]
fn what_is_not_there_can_not_be_selected() {
    let built = build(&[row("a", "Ada", "The keeper counted gulls.")], ONE_SEGMENT);
    let refusal = |outcome: attribution::Result<_>| match outcome {
        Ok(_) => panic!("rows that are not there were selected"),
        Err(error) => error.code(),
    };
    assert_eq!(refusal(built.index.select(std::slice::from_ref(&(0..2)), Watch::default())), "HW510");
    assert_eq!(refusal(built.index.select_ids(&HashSet::from(["b"]), Watch::default())), "HW510");
    assert_eq!(built.index.select(&[], Watch::default()).unwrap().rows(), 0);
}

#[test]
fn selecting_and_verifying_end_when_they_are_cancelled() {
    let built = build(&[row("a", "Ada", "The keeper counted gulls.")], ONE_SEGMENT);
    let flag = AtomicBool::new(true);
    let cancelled = Watch::default().cancelled_by(&flag);
    let first = std::slice::from_ref(&(0..1));
    assert_eq!(built.index.select(first, cancelled).err().unwrap().code(), "ABORT_ERR");
    assert_eq!(built.index.select_ids(&HashSet::from(["a"]), cancelled).err().unwrap().code(), "ABORT_ERR");
    assert_eq!(
        Index::verify(&built.folder.path().join("index"), cancelled).err().unwrap().code(),
        "ABORT_ERR"
    );
    // Nothing half made was kept.
    assert_eq!(built.index.select(first, Watch::default()).unwrap().rows(), 1);
    Index::verify(&built.folder.path().join("index"), Watch::default()).unwrap();
}

/// Alters the last byte of a file.
fn damage(folder: &Path, file: &str) {
    let path = folder.join(file);
    let mut bytes = std::fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, bytes).unwrap();
}

#[test]
fn a_bad_segment_is_no_matter_to_a_selection_that_has_no_row_in_it() {
    let text =
        |words: &str| format!("The keeper of {words} counted seventeen herring gulls before breakfast.");
    let rows = [
        row("a", "Ada", &text("Fastnet")),
        row("b", "Ben", &text("Skellig")),
        row("c", "Cleo", &text("Tory")),
    ];
    let parameters = Parameters { alpha: 1.0, ..Parameters::default() };
    let output = text("Fastnet") + &text("Tory");
    // Of the rows in one segment each; `pair` is looked at when an index is opened, `unigram` never.
    let read = [
        "tokenized",
        "table",
        "offset",
        "metadata",
        "metaoff",
        "digest",
        "owner",
        "row",
        "previous",
        "shared",
    ];
    for (bad, file) in (0..rows.len()).flat_map(|bad| read.map(|file| (bad, format!("{file}.{bad}")))) {
        let built = build(&rows, 1);
        let folder = built.folder.path().join("index");
        damage(&folder, &file);
        let index = Index::open(&folder).unwrap();
        let good = [0, 1, 2].into_iter().filter(|at| *at != bad);
        let ids: HashSet<&str> = good.clone().map(|at| rows[at].id.as_str()).collect();
        let wanted = built.index.select_ids(&ids, Watch::default()).unwrap().attribute(
            &output,
            &parameters,
            Watch::default(),
        );
        // Which of the two reads the file depends on the file.
        let all = index.select(std::slice::from_ref(&(0..3)), Watch::default());
        let asked = all.and_then(|all| all.attribute(&output, &parameters, Watch::default()));
        let faults = [asked, index.attribute(&output, &parameters, Watch::default())].map(Result::err);
        assert!(faults.iter().flatten().count() > 0, "{file} was not read");
        for error in faults.into_iter().flatten() {
            assert!(error.code() == "HW502" && error.to_string().contains(&file), "{file}: {error}");
        }
        // Before the damage was met in this index and after it.
        for index in [Index::open(&folder).unwrap(), index] {
            let by_range = index.select(
                &good.clone().map(|at| at as u64..at as u64 + 1).collect::<Vec<_>>(),
                Watch::default(),
            );
            for selection in [by_range.unwrap(), index.select_ids(&ids, Watch::default()).unwrap()] {
                let found = selection.attribute(&output, &parameters, Watch::default()).unwrap();
                assert!(!found.shares.is_empty());
                assert_eq!(&found, wanted.as_ref().unwrap(), "{file}");
            }
        }
    }
}

#[test]
fn a_batch_that_is_cancelled_has_no_answers() {
    let text = "The keeper counted gulls.";
    let built = build(&[row("a", "Ada", text)], ONE_SEGMENT);
    let error =
        built.index.attribute_many(&[text], &Parameters::default(), 2, &AtomicBool::new(true)).unwrap_err();
    assert_eq!(error.code(), "ABORT_ERR");
}
