//! The engine equals the oracle, and what must hold for any data holds, on thousands of small random data sets.
//!
//! A seed that ever failed is kept in `properties.proptest-regressions` and runs first.
#![allow(clippy::unwrap_used)]

mod support;

use attribution::{Parameters, Row};
use proptest::prelude::*;
use support::{ONE_SEGMENT, attribute, build, oracle};

/// Words that are one token or several, of one to four bytes a character, with pieces that split inside a character.
const WORDS: [&str; 24] = [
    "a",
    " a",
    " b",
    " the",
    " cat",
    " sat",
    "\n",
    "  ",
    ".",
    " lighthouse",
    " antidisestablishment",
    "é",
    "e\u{301}",
    " naïve",
    "日本",
    "語",
    " 🦜",
    "🦚🦚",
    "👩‍👩‍👧",
    "\u{FEFF}",
    "\u{85}",
    "<|endoftext|>",
    " ſs",
    "0123",
];

fn text(words: usize, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(0..words, 0..=most)
        .prop_map(|picked| picked.into_iter().map(|at| WORDS[at]).collect())
}

#[derive(Debug, Clone)]
struct Case {
    rows: Vec<Row>,
    output: String,
    parameters: Parameters,
}

prop_compose! {
    /// An output is partly copied from the rows: random texts alone would share too little.
    fn cases()(words in prop::sample::select(vec![2_usize, 5, 24]))(
        texts in prop::collection::vec((text(words, 24), 0..5_usize, any::<bool>()), 0..8),
        pieces in prop::collection::vec((any::<prop::sample::Index>(), 0..24_usize, 1..24_usize, text(words, 3)), 0..5),
        alpha in prop::sample::select(vec![0.01, 1.0, 1e-3]),
        mu in prop::sample::select(vec![10.0, 0.3]),
        max_owners in 1..4_usize,
        min_tokens in prop::sample::select(vec![2_usize, 3, 4, 4, 4]),
        defaults in any::<bool>(),
    ) -> Case {
        let rows: Vec<Row> = texts.into_iter().enumerate().map(|(at, (text, owner, named))| Row {
            id: format!("row {at}"),
            owner: named.then(|| format!("owner {owner}")),
            text,
            metadata: None,
        }).collect();
        let mut output = String::new();
        for (row, from, length, between) in pieces {
            if !rows.is_empty() {
                output.extend(row.get(&rows).text.chars().skip(from).take(length));
            }
            output.push_str(&between);
        }
        let chosen = Parameters { alpha, mu, max_owners, min_tokens, ..Parameters::default() };
        Case { rows, output, parameters: if defaults { Parameters::default() } else { chosen } }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_equals_the_oracle(case in cases(), segment_tokens in prop::sample::select(vec![1_usize, 20, ONE_SEGMENT])) {
        let built = build(&case.rows, segment_tokens);
        let found = attribute(&built.index, &case.output, &case.parameters);
        prop_assert_eq!(found, oracle::answer(&case.rows, &case.output, &case.parameters));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn segments_change_nothing(case in cases()) {
        let one = build(&case.rows, ONE_SEGMENT);
        let many = build(&case.rows, 1);
        prop_assert_eq!(one.index.info().data_set, many.index.info().data_set);
        prop_assert!(many.index.info().segments >= one.index.info().segments);
        let expected = attribute(&one.index, &case.output, &case.parameters);
        prop_assert_eq!(attribute(&many.index, &case.output, &case.parameters), expected);
    }

    #[test]
    fn a_later_exact_clone_by_another_owner_earns_nothing(case in cases(), cloned in any::<prop::sample::Index>()) {
        prop_assume!(!case.rows.is_empty());
        let clone = Row { id: "clone".into(), owner: Some("cloner".into()), ..cloned.get(&case.rows).clone() };
        let rows: Vec<Row> = case.rows.iter().cloned().chain([clone]).collect();
        let built = build(&rows, ONE_SEGMENT);
        let answer = built.index.attribute(&case.output, &case.parameters, Default::default()).unwrap();
        prop_assert!(answer.shares.iter().all(|share| share.id != "clone"));
    }

    #[test]
    fn shares_and_the_unattributed_part_are_the_whole(case in cases()) {
        let built = build(&case.rows, ONE_SEGMENT);
        let answer = built.index.attribute(&case.output, &case.parameters, Default::default()).unwrap();
        let shares: u64 = answer.shares.iter().map(|share| u64::from(share.share_ppb)).sum();
        prop_assert_eq!(shares + u64::from(answer.unattributed_ppb), 1_000_000_000);
    }

    #[test]
    fn every_passage_stands_at_every_place_it_cites(case in cases()) {
        let built = build(&case.rows, ONE_SEGMENT);
        let answer = built.index.attribute(&case.output, &case.parameters, Default::default()).unwrap();
        let output: Vec<u16> = case.output.encode_utf16().collect();
        for passage in &answer.passages {
            let shown: Vec<u16> = passage.text.encode_utf16().collect();
            prop_assert_eq!(&output[passage.start..passage.end], &shown[..]);
            for source in &passage.sources {
                let row = case.rows.iter().find(|row| row.id == source.id).unwrap();
                let text: Vec<u16> = row.text.encode_utf16().collect();
                prop_assert_eq!(&text[source.source_start..source.source_end], &shown[..]);
            }
        }
    }
}
