//! One table of cases for the oracle, the engine, and any other implementation: `cases.json`.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use attribution::{Parameters, Row};
use serde_json::{Value, json};
use support::{ONE_SEGMENT, attribute, build, oracle};

fn table() -> Value {
    serde_json::from_str(&std::fs::read_to_string(path()).unwrap()).unwrap()
}

fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases.json")
}

fn rows(case: &Value) -> Vec<Row> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let rows = case["rows"].as_array().unwrap().iter();
    rows.map(|row| Row {
        id: text(&row["id"]).unwrap(),
        owner: text(&row["owner"]),
        text: text(&row["text"]).unwrap(),
        metadata: None,
    })
    .collect()
}

fn parameters(case: &Value) -> Parameters {
    let default = Parameters::default();
    let given = &case["parameters"];
    let whole = |name: &str, default: usize| given[name].as_u64().map_or(default, |value| value as usize);
    Parameters {
        alpha: given["alpha"].as_f64().unwrap_or(default.alpha),
        mu: given["mu"].as_f64().unwrap_or(default.mu),
        max_owners: whole("maxOwners", default.max_owners),
        min_tokens: whole("minTokens", default.min_tokens),
        max_sources: whole("maxSources", default.max_sources),
        max_passages: whole("maxPassages", default.max_passages),
    }
}

#[test]
fn the_oracle_gives_the_answers_of_the_table() {
    let mut table = table();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    for case in table["cases"].as_array_mut().unwrap() {
        let answer = oracle::answer(&rows(case), case["output"].as_str().unwrap(), &parameters(case));
        match update {
            true => case["answer"] = answer,
            false => assert_eq!(case["answer"], answer, "{}", case["name"]),
        }
    }
    if update {
        std::fs::write(path(), serde_json::to_string_pretty(&table).unwrap() + "\n").unwrap();
    }
}

#[test]
fn the_engine_gives_the_answers_of_the_table_however_the_segments_are_cut() {
    for case in table()["cases"].as_array().unwrap() {
        for segment_tokens in [ONE_SEGMENT, 30, 1] {
            let built = build(&rows(case), segment_tokens);
            let answer = attribute(&built.index, case["output"].as_str().unwrap(), &parameters(case));
            assert_eq!(answer, case["answer"], "{}, segments of {segment_tokens}", case["name"]);
        }
    }
}

#[test]
fn the_table_has_every_reason_and_a_share() {
    let table = table().to_string();
    for word in ["CHANCE", "BOILERPLATE", "SHORT", "EARLIER", "\"credited\":true"] {
        assert!(table.contains(word), "no case has {word}");
    }
}

#[test]
fn the_worked_example_of_the_documentation_is_the_answer_of_the_table() {
    let documentation = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/attribution.md");
    let text = std::fs::read_to_string(documentation).unwrap();
    let shown = text.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let table = table();
    let case = &table["cases"][0];
    assert_eq!(shown["rows"], case["rows"]);
    assert_eq!(shown["output"], case["output"]);
    for field in ["tokens", "unattributedPpb", "shares", "passages"] {
        assert_eq!(shown["answer"][field], case["answer"][field], "{field}");
    }
    assert_eq!(case["answer"]["method"], json!(attribution::METHOD));
}
