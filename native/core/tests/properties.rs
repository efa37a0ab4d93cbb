//! The engine equals the oracle, and what must hold for any data holds, on thousands of small random data sets.
//!
//! A seed that ever failed is kept in `properties.proptest-regressions` and runs first.
#![allow(clippy::unwrap_used)]

mod support;

use attribution::Row;
use proptest::prelude::*;
use support::corpora::{cases, large_cases};
use support::{ONE_SEGMENT, attribute, build, oracle};

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_equals_the_oracle(case in cases()) {
        let built = build(&case.rows, case.segment_tokens);
        let found = attribute(&built.index, &case.output, &case.parameters);
        prop_assert_eq!(found, oracle::answer(&case.rows, &case.output, &case.parameters));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_equals_the_oracle_around_the_borders(case in large_cases()) {
        let built = build(&case.rows, case.segment_tokens);
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
