//! What the tests share: indexes in temporary folders, results as the JSON of the command line, and the naive oracle.
#![allow(dead_code)]

pub mod corpora;
pub mod oracle;

use std::path::Path;

use attribution::{Attribution, BuildOptions, Builder, Index, Parameters, Row, Watch};
use serde_json::{Value, json};
use tempfile::TempDir;

/// An index that is gone with its folder.
pub struct TestIndex {
    pub index: Index,
    pub folder: TempDir,
}

/// A folder in memory, where the machine has that: with tens of thousands of files that come and go a disk's file system is most of the time.
pub fn home() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// Builds rows into an index whose segments close after `segment_tokens`.
pub fn build(rows: &[Row], segment_tokens: usize) -> TestIndex {
    let folder = home();
    let options = BuildOptions { segment_tokens, sync: false, ..BuildOptions::default() };
    let path = folder.path().join("index");
    let mut builder = Builder::begin(&path, &options, Watch::default()).unwrap();
    for (row, line) in rows.iter().zip(1..) {
        builder.add_row(row, "rows", line).unwrap();
    }
    builder.finish().unwrap();
    TestIndex { index: Index::open(&path).unwrap(), folder }
}

pub const ONE_SEGMENT: usize = 1 << 20;

pub fn row(id: &str, owner: &str, text: &str) -> Row {
    Row { id: id.into(), owner: Some(owner.into()), text: text.into(), metadata: None }
}

pub fn attribute(index: &Index, output: &str, parameters: &Parameters) -> Value {
    to_json(&index.attribute(output, parameters, Watch::default()).unwrap())
}

/// The parts of an answer that the oracle computes too.
pub fn to_json(answer: &Attribution) -> Value {
    let shares = answer.shares.iter().map(|share| {
        json!({ "id": share.id, "owner": share.owner, "sharePpb": share.share_ppb, "tokens": share.tokens, "evidence": share.evidence })
    });
    let passages = answer.passages.iter().map(|passage| {
        let sources = passage.sources.iter().map(|source| {
            json!({ "id": source.id, "sourceStart": source.source_start, "sourceEnd": source.source_end })
        });
        let window = passage.window.as_ref().map(|window| {
            json!({ "tokens": window.tokens, "information": window.information, "owners": window.owners, "id": window.id })
        });
        json!({
            "start": passage.start, "end": passage.end, "tokens": passage.tokens, "text": passage.text,
            "information": passage.information, "threshold": passage.threshold, "owners": passage.owners,
            "credited": passage.reason.is_none(), "reason": passage.reason.map(|reason| reason.as_str()),
            "sources": sources.collect::<Vec<_>>(), "sourcesTotal": passage.sources_total, "window": window,
        })
    });
    json!({
        "method": answer.method, "tokens": answer.tokens, "unattributedPpb": answer.unattributed_ppb,
        "shares": shares.collect::<Vec<_>>(), "passages": passages.collect::<Vec<_>>(), "passagesTotal": answer.passages_total,
    })
}
