//! Any bytes as a `tokenizer.json`, and tokens by its numbers: refused, or an index that opens.
#![no_main]

use std::fs;

use attribution::{BuildOptions, ImportOptions, Index, Watch, import_infini_gram};
use attribution_fuzz::bytes::Bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let home = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| home.path().join(name);
    let mut bytes = Bytes(input);
    let tokens: Vec<u8> =
        [0xFF; 2].into_iter().chain(bytes.piece(8).chunks_exact(2).flatten().copied()).collect();
    // As it is, or with a frame around a vocabulary.
    let json = match bytes.byte() % 2 {
        0 => bytes.0.to_vec(),
        _ => {
            [b"{\"model\":{\"vocab\":{", bytes.0, b"}},\"added_tokens\":[{\"id\":2,\"content\":\"<|x|>\"}]}"]
                .concat()
        }
    };
    fs::write(at("tokenizer.json"), json).expect("a file");
    fs::write(at("table.0"), vec![0; tokens.len() / 2]).expect("a file");
    fs::write(at("tokenized.0"), tokens).expect("a file");
    fs::write(at("offset.0"), [0; 8]).expect("a file");
    let build = BuildOptions { segment_tokens: 64, sync: false, ..BuildOptions::default() };
    let options = ImportOptions { build, vocabulary: Some(at("tokenizer.json")), ..ImportOptions::default() };
    match import_infini_gram(home.path(), &at("to"), &options, Watch::default()) {
        Ok(()) => drop(Index::open(&at("to")).expect("what was imported opens")),
        Err(fault) => assert!(["HW502", "HW505", "HW510"].contains(&fault.code()), "{fault}"),
    }
});
