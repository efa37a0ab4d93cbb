//! Any output over one index: the parts are the whole, and every passage is where it says.
#![no_main]

use std::sync::LazyLock;

use attribution::{Index, Parameters, Row, Watch};
use attribution_fuzz::seed::{build, rows};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static INDEX: LazyLock<(Index, TempDir)> = LazyLock::new(|| {
    let home = tempfile::tempdir().expect("a temporary folder");
    (build(&home.path().join("index"), &rows(), 60), home)
});

/// Made once.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(rows);

fuzz_target!(|input: &[u8]| {
    let output = String::from_utf8_lossy(input);
    let parameters = Parameters { alpha: 1.0, min_tokens: 2, ..Parameters::default() };
    let answer = INDEX.0.attribute(&output, &parameters, Watch::default()).expect("an answer");
    let shares: u32 = answer.shares.iter().map(|share| share.share_ppb).sum();
    assert_eq!(shares + answer.unattributed_ppb, 1_000_000_000);
    let output: Vec<u16> = output.encode_utf16().collect();
    for passage in &answer.passages {
        let shown: Vec<u16> = passage.text.encode_utf16().collect();
        assert_eq!(output[passage.start..passage.end], shown);
        for source in &passage.sources {
            let row = ROWS.iter().find(|row| row.id == source.id).expect("a source is a row");
            let text: Vec<u16> = row.text.encode_utf16().collect();
            assert_eq!(text[source.source_start..source.source_end], shown);
        }
    }
});
