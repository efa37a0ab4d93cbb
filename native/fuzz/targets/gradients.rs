//! Any bytes as a gradient store: refused by its file, or scored; shares of scores are the whole.
#![no_main]

use std::fs;

use attribution::{Estimator, GradientQuery, GradientStore, ScoreOptions, Watch, influence_shares};
use attribution_fuzz::bytes::Bytes;
use libfuzzer_sys::fuzz_target;

const ESTIMATORS: [Estimator; 4] = [Estimator::Dot, Estimator::Cosine, Estimator::DataInf, Estimator::Fisher];

fuzz_target!(|input: &[u8]| {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut bytes = Bytes(input);
    let (kind, threads) = (bytes.byte(), 1 + bytes.below(3));
    fs::write(home.path().join("info.json"), description(kind, &mut bytes)).expect("a file");
    fs::write(home.path().join("gradients.bin"), bytes.0).expect("a file");
    let store = match GradientStore::open(home.path(), threads, Watch::default()) {
        Ok(store) => store,
        // HW506: a description that is no UTF-8.
        Err(fault) => return assert!(["HW506", "HW530"].contains(&fault.code()), "{fault}"),
    };
    let info = store.info();
    assert_eq!(info.rows * info.columns * info.number_type.bytes(), bytes.0.len());
    for estimator in ESTIMATORS {
        let options = ScoreOptions { estimator, by_layer: true, threads, ..ScoreOptions::default() };
        let scores = store
            .score(GradientQuery::Row(&store, info.rows / 2), &options, Watch::default())
            .expect("a row of the store is a query");
        assert_eq!(scores.scores.len(), info.rows);
        if let Ok(shares) = influence_shares(&scores) {
            assert_eq!(shares.shares_ppb.iter().sum::<u32>() + shares.unattributed_ppb, 1_000_000_000);
        }
    }
});

/// What the input has for it, or one whose sizes fit the rest of the input more often than chance would have it.
fn description(kind: u8, bytes: &mut Bytes<'_>) -> Vec<u8> {
    if kind.is_multiple_of(4) {
        return bytes.piece(200).to_vec();
    }
    let number_type = ["float32", "float16", "bfloat16"][usize::from(kind) % 3];
    let sizes: Vec<usize> = (0..1 + bytes.below(3)).map(|_| 1 + bytes.below(6)).collect();
    let row_bytes = sizes.iter().sum::<usize>() * if number_type == "float32" { 4 } else { 2 };
    let rows = (bytes.0.len() / row_bytes) as u64 + u64::from(kind > 250);
    bytes.0 = &bytes.0[..bytes.0.len() / row_bytes * row_bytes];
    let layers: Vec<String> =
        sizes.iter().enumerate().map(|(at, size)| format!("\"layer {}\":{size}", 9 - at)).collect();
    let layers = layers.join(",");
    format!("{{\"num_grads\":{rows},\"grad_sizes\":{{{layers}}},\"base_dtype\":\"{number_type}\"}}")
        .into_bytes()
}
