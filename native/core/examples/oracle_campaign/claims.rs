//! What must hold of every case: the oracle's answer, and what changes nothing.

use std::thread;

use attribution::{BuildOptions, Index, Row, Watch, Writer};
use serde_json::Value;

use super::report::Report;
use super::support::{ONE_SEGMENT, TestIndex, attribute, build, oracle, to_json};
use crate::support::corpora::Case;

/// Of so many cases one is also asked the claims that need further indexes: each costs as much as the case itself.
const FURTHER_CLAIMS_EVERY: u64 = 11;

pub fn check(case: &Case, number: u64, report: &mut Report) -> Result<(), String> {
    let built = build(&case.rows, case.segment_tokens);
    let answer = attribute(&built.index, &case.output, &case.parameters);
    report.look(&answer);
    same("the oracle", &answer, &oracle::answer(&case.rows, &case.output, &case.parameters))?;
    whole(&answer)?;
    if !number.is_multiple_of(FURTHER_CLAIMS_EVERY) {
        return Ok(());
    }
    report.further += 1;
    other_segments(case, &built, &answer)?;
    another_history(case, &built, &answer)?;
    some_rows(case, &built)?;
    two_threads(case, &built, &answer)?;
    later_clones(case)
}

fn same(who: &str, ours: &Value, other: &Value) -> Result<(), String> {
    if ours == other {
        return Ok(());
    }
    Err(format!("not what {who} says\n   ours: {ours}\n  other: {other}"))
}

fn whole(answer: &Value) -> Result<(), String> {
    let shares =
        answer["shares"].as_array().into_iter().flatten().filter_map(|share| share["sharePpb"].as_u64());
    let sum = shares.sum::<u64>() + answer["unattributedPpb"].as_u64().unwrap_or_default();
    if sum == 1_000_000_000 { Ok(()) } else { Err(format!("shares and the rest are {sum}")) }
}

fn other_segments(case: &Case, built: &TestIndex, answer: &Value) -> Result<(), String> {
    for segment_tokens in [1, 9, ONE_SEGMENT].into_iter().filter(|tokens| *tokens != case.segment_tokens) {
        // A segment for each of thousands of rows is thousands of files.
        if segment_tokens < 10 && case.rows.len() > 12 {
            continue;
        }
        let other = build(&case.rows, segment_tokens);
        if other.index.info().data_set != built.index.info().data_set {
            return Err("segments changed the hash of the data set".into());
        }
        same("an index of other segments", answer, &attribute(&other.index, &case.output, &case.parameters))?;
    }
    Ok(())
}

/// The same rows, brought by several commits with others between them that are removed again, and merged at the end.
fn another_history(case: &Case, built: &TestIndex, answer: &Value) -> Result<(), String> {
    let commit_rows = case.rows.len().div_ceil(3).max(1);
    let first = build(&case.rows[..case.rows.len().min(commit_rows / 2)], case.segment_tokens);
    let folder = first.folder.path().join("index");
    let options =
        BuildOptions { segment_tokens: case.segment_tokens.max(4), sync: false, ..BuildOptions::default() };
    let mut writer = Writer::open(&folder, &options).map_err(|fault| fault.to_string())?;
    let kept = case.rows.iter().skip(commit_rows / 2).cloned();
    let mut passing = Vec::new();
    let mut change = |writer: &mut Writer| -> attribution::Result<()> {
        for (at, row) in kept.clone().enumerate() {
            writer.add_row(&row, "rows", at)?;
            if (at + 1).is_multiple_of(commit_rows) {
                let id = format!("passing {at}");
                let passing_row = Row { id: id.clone(), owner: Some(format!("owner {at}")), ..row };
                writer.add_row(&passing_row, "rows", at)?;
                writer.commit()?;
                passing.push(id);
            }
        }
        writer.commit()?;
        if !passing.is_empty() {
            writer.remove(&passing)?;
        }
        Ok(())
    };
    change(&mut writer).map_err(|fault| fault.to_string())?;
    let compare = || -> Result<(), String> {
        let other = Index::open(&folder).map_err(|fault| fault.to_string())?;
        if other.info().data_set != built.index.info().data_set {
            return Err("its history changed the hash of the data set".into());
        }
        same("an index of another history", answer, &attribute(&other, &case.output, &case.parameters))
    };
    compare()?;
    writer.merge(Watch::default()).map_err(|fault| fault.to_string())?;
    compare()
}

/// Every second row out of the index that has them all, and without the first.
fn some_rows(case: &Case, built: &TestIndex) -> Result<(), String> {
    let half: Vec<usize> = (0..case.rows.len()).step_by(2).collect();
    for chosen in [half, (1..case.rows.len()).collect()] {
        let ranges: Vec<_> = chosen.iter().map(|at| *at as u64..*at as u64 + 1).collect();
        let rows: Vec<Row> = chosen.iter().map(|at| case.rows[*at].clone()).collect();
        let selection = built.index.select(&ranges, Watch::default()).map_err(|fault| fault.to_string())?;
        let found = selection.attribute(&case.output, &case.parameters, Watch::default());
        let found = to_json(&found.map_err(|fault| fault.to_string())?);
        same("the oracle of some rows", &found, &oracle::answer(&rows, &case.output, &case.parameters))?;
    }
    Ok(())
}

fn two_threads(case: &Case, built: &TestIndex, answer: &Value) -> Result<(), String> {
    let ask = || attribute(&built.index, &case.output, &case.parameters);
    let answers =
        thread::scope(|scope| [scope.spawn(ask), scope.spawn(ask)].map(|thread| thread.join().unwrap()));
    answers.iter().try_for_each(|other| same("another thread", answer, other))
}

/// Whoever brings a row again, whole, after everyone else earns nothing by it.
fn later_clones(case: &Case) -> Result<(), String> {
    let clones = case.rows.iter().take(3).enumerate();
    let clones = clones.map(|(at, row)| Row {
        id: format!("clone {at}"),
        owner: Some("cloner".into()),
        ..row.clone()
    });
    let rows: Vec<Row> = case.rows.iter().cloned().chain(clones).collect();
    let answer = attribute(&build(&rows, ONE_SEGMENT).index, &case.output, &case.parameters);
    let paid = answer["shares"].as_array().into_iter().flatten().any(|share| share["owner"] == "cloner");
    if paid { Err(format!("a later clone is paid: {answer}")) } else { Ok(()) }
}
