//! An output made of pieces of the rows, of a few words and of any text, against one of a handful of indexes or some rows of it: the answer is the oracle's.
#![no_main]
#![allow(missing_docs)]

#[path = "../../core/tests/support/mod.rs"]
mod support;

use std::sync::LazyLock;

use attribution::{Index, Parameters, Row, Watch};
use attribution_fuzz::bytes::Bytes;
use attribution_fuzz::seed;
use libfuzzer_sys::fuzz_target;
use support::{ONE_SEGMENT, oracle, to_json};
use tempfile::TempDir;

const WORDS: [&str; 16] = [
    "a",
    " a",
    " the",
    " cat",
    "\n",
    "  ",
    ".",
    " lighthouse",
    " antidisestablishment",
    "é",
    "e\u{301}",
    "語",
    " 🦜",
    "🦚🦚",
    "\u{FEFF}",
    "0123",
];

/// An index, and the rows that stand in it.
struct Asked {
    index: Index,
    rows: Vec<Row>,
    _home: TempDir,
}

/// The same rows cut into other segments, and rows of runs and words: made once, so that an input is one question.
static INDEXES: LazyLock<Vec<Asked>> = LazyLock::new(|| {
    let short: Vec<Row> = seed::rows().into_iter().filter(|row| row.text.len() < 1_000).collect();
    let of = |rows: &[Row], segment_tokens: usize| {
        let home = support::home();
        let index = seed::build(&home.path().join("index"), rows, segment_tokens);
        Asked { index, rows: rows.to_vec(), _home: home }
    };
    let of_words = of_words();
    vec![
        of(&short, ONE_SEGMENT),
        of(&short, 20),
        of(&short, 1),
        of(&of_words, ONE_SEGMENT),
        of(&of_words, 20),
        of(&[], 1),
    ]
});

/// Runs of a word by several owners, periods, and rows that begin like others.
fn of_words() -> Vec<Row> {
    let run = |words: &[usize], times: usize| {
        words.iter().map(|word| WORDS[*word]).collect::<String>().repeat(times)
    };
    let texts = [
        run(&[2], 24),
        run(&[2], 9) + WORDS[3],
        run(&[2, 3], 12),
        run(&[3, 2, 7], 7),
        run(&[0, 9, 11, 12, 13], 4),
        run(&[2], 24) + &run(&[8, 6, 4, 14, 15], 2),
        run(&[10, 5, 1], 6),
        run(&[1], 17),
        String::new(),
        run(&[2, 3], 5) + &run(&[3, 2, 7], 2),
    ];
    let rows = texts.iter().enumerate();
    rows.map(|(at, text)| seed::row(&format!("row {at}"), &format!("owner {}", at % 6), text)).collect()
}

fn text(bytes: &mut Bytes<'_>, rows: &[Row]) -> String {
    let mut text = String::new();
    for _ in 0..bytes.byte() % 16 {
        match bytes.byte() {
            // Any text, also such as is cut inside a character.
            byte @ 0..64 => text.push_str(&String::from_utf8_lossy(bytes.take(usize::from(byte % 16)))),
            byte @ 64..160 => text.push_str(WORDS[usize::from(byte) % WORDS.len()]),
            byte if rows.is_empty() => text.push(char::from(byte)),
            byte => {
                let row = &rows[usize::from(byte) % rows.len()].text;
                let (from, length) = (bytes.byte(), bytes.byte());
                text.extend(row.chars().skip(usize::from(from)).take(usize::from(length % 64)));
            }
        }
    }
    text
}

fn parameters(bytes: &mut Bytes<'_>) -> Parameters {
    if bytes.byte() % 2 == 1 {
        return Parameters::default();
    }
    Parameters {
        alpha: [1.0, 0.01, 1e-9, 1e-30][usize::from(bytes.byte() % 4)],
        mu: [10.0, 0.3, 1e6, 1e-9][usize::from(bytes.byte() % 4)],
        max_owners: 1 + usize::from(bytes.byte() % 6),
        min_tokens: 2 + usize::from(bytes.byte() % 4),
        max_sources: 1 + usize::from(bytes.byte() % 4),
        max_passages: usize::from(bytes.byte() % 8),
    }
}

/// The rows that are asked: all of them, or those that two bytes have a bit for.
fn chosen(bytes: &mut Bytes<'_>, rows: usize) -> Option<Vec<usize>> {
    let is_some = bytes.byte() % 2 == 1;
    let mask = usize::from(bytes.byte()) << 8 | usize::from(bytes.byte());
    is_some.then(|| (0..rows).filter(|row| mask >> (row % 16) & 1 == 1).collect())
}

fuzz_target!(|input: &[u8]| {
    let mut bytes = Bytes(input);
    let Asked { index, rows, .. } = &INDEXES[usize::from(bytes.byte()) % INDEXES.len()];
    let parameters = parameters(&mut bytes);
    let chosen = chosen(&mut bytes, rows.len());
    let output = text(&mut bytes, rows);
    let watch = Watch::default();
    let (answer, rows) = match chosen {
        None => (index.attribute(&output, &parameters, watch), rows.clone()),
        Some(chosen) => {
            let ranges: Vec<_> = chosen.iter().map(|at| *at as u64..*at as u64 + 1).collect();
            let selection = index.select(&ranges, watch).expect("rows of the index");
            let rows = chosen.iter().map(|at| rows[*at].clone()).collect();
            (selection.attribute(&output, &parameters, watch), rows)
        }
    };
    let answer = to_json(&answer.expect("an answer"));
    assert_eq!(answer, oracle::answer(&rows, &output, &parameters), "{rows:#?} {output:?} {parameters:?}");
});
