//! Any bytes as JSONL: either refused at a line, or every line that is not blank is a row.
#![no_main]

use attribution::{BuildOptions, Builder, Index, Watch};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("index");
    let options = BuildOptions { segment_tokens: 64, sync: false, ..BuildOptions::default() };
    let mut builder = Builder::begin(&folder, &options, Watch::default()).expect("a builder");
    match builder.add_jsonl(input, "rows") {
        Err(fault) => assert_eq!(fault.code(), "HW505", "{fault}"),
        Ok(()) => {
            builder.finish().expect("an index");
            // A byte order mark at the beginning is no part of the first line.
            let lines: Vec<&[u8]> = input
                .strip_prefix("\u{FEFF}".as_bytes())
                .unwrap_or(input)
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.iter().all(u8::is_ascii_whitespace))
                .collect();
            for line in &lines {
                let value: serde_json::Value =
                    serde_json::from_slice(line).expect("a line that was taken is JSON");
                assert!(value["id"].is_string() && value["text"].is_string(), "{value}");
            }
            let index = Index::open(&folder).expect("what was built opens");
            assert_eq!(index.info().rows, lines.len() as u64);
        }
    }
});
