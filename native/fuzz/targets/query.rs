//! Rows and an output made of the same few pieces and of any text: the answer is the oracle's.
#![no_main]
#![allow(missing_docs)]

#[path = "../../core/tests/support/mod.rs"]
mod support;

use attribution::{Parameters, Row};
use attribution_fuzz::bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use support::{attribute, build, oracle};

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

fn text(bytes: &mut Bytes<'_>) -> String {
    let mut text = String::new();
    for _ in 0..bytes.byte() % 24 {
        match bytes.byte() {
            // Any text, also such as is cut inside a character.
            byte @ 0..64 => text.push_str(&String::from_utf8_lossy(bytes.take(usize::from(byte % 16)))),
            byte => text.push_str(WORDS[usize::from(byte) % WORDS.len()]),
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
        mu: [10.0, 0.3, 1e6][usize::from(bytes.byte() % 3)],
        max_owners: 1 + usize::from(bytes.byte() % 4),
        min_tokens: 2 + usize::from(bytes.byte() % 4),
        max_sources: 1 + usize::from(bytes.byte() % 4),
        max_passages: usize::from(bytes.byte() % 8),
    }
}

fuzz_target!(|input: &[u8]| {
    let mut bytes = Bytes(input);
    let parameters = parameters(&mut bytes);
    let segment_tokens = [1, 20, 1 << 20][usize::from(bytes.byte() % 3)];
    let count = bytes.byte() % 8;
    let mut rows: Vec<Row> = Vec::new();
    for at in 0..count {
        let owner = bytes.byte();
        let mut own = text(&mut bytes);
        if owner >= 128 && at > 0 {
            own = rows[usize::from(owner) % rows.len()].text.clone() + &own;
        }
        rows.push(support::row(&format!("row {at}"), &format!("owner {}", owner % 5), &own));
    }
    let mut output = text(&mut bytes);
    if let Some(row) = rows.get(usize::from(bytes.byte())) {
        output = text(&mut bytes) + &row.text + &output;
    }
    let built = build(&rows, segment_tokens);
    assert_eq!(
        attribute(&built.index, &output, &parameters),
        oracle::answer(&rows, &output, &parameters),
        "{rows:#?} {output:?}"
    );
});
