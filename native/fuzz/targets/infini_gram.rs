//! Any bytes as the files of an infini-gram shard: refused, or an index that opens.
#![no_main]

use std::fs;

use attribution::{BuildOptions, ImportOptions, Index, Watch, import_infini_gram};
use attribution_fuzz::bytes::Bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (from, to) = (home.path().join("from"), home.path().join("to"));
    fs::create_dir(&from).expect("a folder");
    let mut bytes = Bytes(input);
    let choices = bytes.byte();
    let width = [1, 2, 4][usize::from(choices) % 3];
    let (mut tokens, mut offsets) = (Vec::new(), Vec::new());
    for _ in 0..bytes.below(5) {
        offsets.extend((tokens.len() as u64).to_le_bytes());
        tokens.extend([0xFF; 4].iter().take(width));
        tokens.extend(bytes.piece(64));
    }
    // Half of the shards have a suffix array of the right size: the width of the tokens follows from it.
    let pointer = if tokens.len() > 256 { 2 } else { 1 };
    let table = if choices & 64 > 0 { tokens.len() / width * pointer } else { bytes.below(300) };
    let mut metaoff = bytes.piece(32).to_vec();
    if choices & 32 > 0 {
        metaoff = (0..offsets.len() / 8).flat_map(|at| (at as u64 * 16).to_le_bytes()).collect();
    }
    if choices & 16 > 0 {
        fs::write(from.join("metaoff.0"), metaoff).expect("a file");
        fs::write(from.join("metadata.0"), bytes.piece(128)).expect("a file");
    }
    bytes.edit(if choices & 8 > 0 { &mut offsets } else { &mut tokens });
    fs::write(from.join("table.0"), vec![0; table]).expect("a file");
    fs::write(from.join("tokenized.0"), tokens).expect("a file");
    fs::write(from.join("offset.0"), offsets).expect("a file");
    let options = ImportOptions {
        build: BuildOptions { segment_tokens: 64, sync: false, ..BuildOptions::default() },
        ..ImportOptions::default()
    };
    match import_infini_gram(&from, &to, &options, Watch::default()) {
        Ok(()) => drop(Index::open(&to).expect("what was imported opens")),
        Err(fault) => {
            assert!(["HW502", "HW503", "HW505", "HW506"].contains(&fault.code()), "{fault}");
            assert!(!to.exists());
        }
    }
});
