//! Lists of retrieved rows against an index: what is found, what has another hash, and what each is paid. Random lists are compared with big integers and another
//! Keccak in test/attribution/retrieval.test.ts.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::atomic::AtomicBool;

use attribution::{BuildOptions, Index, MAX_RETRIEVED, RetrievalStatus, Retrieved, Watch, Writer};
use sha3::{Digest, Keccak256};
use support::{TestIndex, build, row};

/// keccak256 of nothing. SHA3-256, which pads otherwise, has a7ff…; SHA-256 has e3b0….
const NOTHING: &str = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

fn hash(text: &str) -> [u8; 32] {
    Keccak256::digest(text).into()
}

fn retrieved(id: &str, text: &str, score: &str) -> Retrieved {
    Retrieved { id: id.into(), hash: hash(text), score: score.into() }
}

/// Rows in segments of their own.
fn index() -> TestIndex {
    build(&[row("a", "Ada", "Counted gulls."), row("b", "Ben", ""), row("c", "Ada", "Zählte 🦜 möwen")], 1)
}

#[test]
fn credit_follows_scores_and_what_does_not_verify_is_nobodys() {
    let built = index();
    let listed = [
        retrieved("a", "Counted gulls.", "0.5"),
        retrieved("b", "Counted gulls.", "0.25"),
        retrieved("gone", "Counted gulls.", "0.125"),
        retrieved("c", "Zählte 🦜 möwen", "0.125"),
    ];
    let shares = built.index.retrieval_shares(&listed, Watch::default()).unwrap();
    use RetrievalStatus::{HashMismatch, UnknownRow, Verified};
    assert_eq!(shares.statuses, [Verified, HashMismatch, UnknownRow, Verified]);
    assert_eq!(shares.shares_ppb, [500_000_000, 0, 0, 125_000_000]);
    assert_eq!(shares.unattributed_ppb, 375_000_000);
}

#[test]
fn the_hash_is_the_chains() {
    let bytes = |hex: &str| u8::from_str_radix(hex, 16).unwrap();
    let nothing: Vec<u8> = (0..32).map(|at| bytes(&NOTHING[2 * at..2 * at + 2])).collect();
    let listed = [Retrieved { id: "b".into(), hash: nothing.try_into().unwrap(), score: "1".into() }];
    assert_eq!(
        index().index.retrieval_shares(&listed, Watch::default()).unwrap().statuses,
        [RetrievalStatus::Verified]
    );
}

#[test]
fn a_row_that_was_removed_does_not_exist() {
    let built = index();
    let folder = built.folder.path().join("index");
    let mut writer = Writer::open(&folder, &BuildOptions::default()).unwrap();
    writer.remove(&["a".into()]).unwrap();
    writer.close().unwrap();
    let listed = [retrieved("a", "Counted gulls.", "1"), retrieved("b", "", "1")];
    let statuses = |index: &Index| index.retrieval_shares(&listed, Watch::default()).unwrap().statuses;
    use RetrievalStatus::{UnknownRow, Verified};
    assert_eq!(statuses(&Index::open(&folder).unwrap()), [UnknownRow, Verified]);
    assert_eq!(statuses(&built.index), [Verified, Verified], "what was open stays what it was");
}

#[test]
fn what_can_not_be_read_is_refused_and_not_called_unknown() {
    let built = index();
    let folder = built.folder.path().join("index");
    let path = folder.join("metadata.0");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[10] ^= 1;
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, bytes).unwrap();
    let index = Index::open(&folder).unwrap();
    let error =
        index.retrieval_shares(&[retrieved("a", "Counted gulls.", "1")], Watch::default()).unwrap_err();
    assert!(error.code() == "HW502" && error.to_string().contains("metadata.0"), "{error}");
    // All that are listed are found elsewhere.
    let shares = index.retrieval_shares(&[retrieved("b", "", "1")], Watch::default()).unwrap();
    assert_eq!(shares.statuses, [RetrievalStatus::Verified]);
}

#[test]
fn what_is_rounded_off_goes_to_the_first() {
    let listed = [
        retrieved("a", "Counted gulls.", "1"),
        retrieved("b", "", "1.0"),
        retrieved("c", "Zählte 🦜 möwen", "01.000"),
    ];
    let shares = index().index.retrieval_shares(&listed, Watch::default()).unwrap();
    assert_eq!(shares.shares_ppb, [333_333_334, 333_333_333, 333_333_333]);
}

#[test]
fn the_largest_list_of_the_largest_scores_is_split() {
    let rows: Vec<_> = (0..MAX_RETRIEVED).map(|at| row(&at.to_string(), "Ada", "gull")).collect();
    let built = build(&rows, support::ONE_SEGMENT);
    let listed: Vec<Retrieved> =
        rows.iter().map(|row| retrieved(&row.id, "gull", "99999999.999999999999999999")).collect();
    let shares = built.index.retrieval_shares(&listed, Watch::default()).unwrap();
    assert!(shares.shares_ppb.iter().all(|share| *share == 1_000_000));
}

#[test]
fn lists_of_nothing_attribute_nothing() {
    let built = index();
    for listed in [vec![], vec![retrieved("a", "Counted gulls.", "0"), retrieved("b", "", "0.000")]] {
        assert_eq!(
            built.index.retrieval_shares(&listed, Watch::default()).unwrap().unattributed_ppb,
            1_000_000_000
        );
    }
}

#[test]
fn what_is_no_list_is_refused_with_the_position() {
    let built = index();
    let refusal = |listed: &[Retrieved]| built.index.retrieval_shares(listed, Watch::default()).unwrap_err();
    let scores = ["", "-1", "+1", "NaN", "Infinity", "1e3", ".5", "5.", "1.2.3", "1 ", "٣"];
    for score in scores.into_iter().chain(["123456789", "0.1234567890123456789"]) {
        let error = refusal(&[retrieved("a", "", "1"), retrieved("b", "", score)]);
        assert_eq!(error.code(), "HW531");
        assert!(error.to_string().contains("row 1 of the list"), "{error}");
    }
    assert_eq!(refusal(&[retrieved("a", "", "1"), retrieved("a", "", "1")]).code(), "HW531");
    assert_eq!(refusal(&[retrieved("", "", "1")]).code(), "HW531");
    assert_eq!(refusal(&vec![retrieved("a", "", "1"); MAX_RETRIEVED + 1]).code(), "HW510");
}

#[test]
fn a_list_can_be_left_alone_again() {
    let stop = AtomicBool::new(true);
    let watch = Watch::default().cancelled_by(&stop);
    let error = index().index.retrieval_shares(&[retrieved("a", "Counted gulls.", "1")], watch).unwrap_err();
    assert_eq!(error.code(), "ABORT_ERR");
}
