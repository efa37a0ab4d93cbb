//! Any output over one index: the parts are the whole, and every passage is where it says.
#![no_main]

use std::sync::LazyLock;

use attribution::{BuildOptions, Builder, Index, Parameters, Watch};
use attribution_fuzz::altered::rows;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static INDEX: LazyLock<(Index, TempDir)> = LazyLock::new(|| {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("index");
    let options = BuildOptions { segment_tokens: 60, sync: false, ..BuildOptions::default() };
    let mut builder = Builder::begin(&folder, &options, Watch::default()).expect("a builder");
    for (row, line) in rows().iter().zip(1..) {
        builder.add_row(row, "rows", line).expect("a row");
    }
    builder.finish().expect("an index");
    (Index::open(&folder).expect("an index"), home)
});

fuzz_target!(|input: &[u8]| {
    let output = String::from_utf8_lossy(input);
    let parameters = Parameters { alpha: 1.0, min_tokens: 2, ..Parameters::default() };
    let answer = INDEX.0.attribute(&output, &parameters, Watch::default()).expect("an answer");
    let shares: u32 = answer.shares.iter().map(|share| share.share_ppb).sum();
    assert_eq!(shares + answer.unattributed_ppb, 1_000_000_000);
    let output: Vec<u16> = output.encode_utf16().collect();
    let rows = rows();
    for passage in &answer.passages {
        let shown: Vec<u16> = passage.text.encode_utf16().collect();
        assert_eq!(output[passage.start..passage.end], shown);
        for source in &passage.sources {
            let row = rows.iter().find(|row| row.id == source.id).expect("a source is a row");
            let text: Vec<u16> = row.text.encode_utf16().collect();
            assert_eq!(text[source.source_start..source.source_end], shown);
        }
    }
});
