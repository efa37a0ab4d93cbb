//! The rows that the targets ask about, and an index of them that has a history.

use std::path::Path;

use attribution::{BuildOptions, Builder, Index, Row, Watch, Writer};

/// Of so many phrases is the row whose segment has files of more than one block: some 17,000 tokens.
const LONG: usize = 2_800;

/// Rows of several owners: copies, an empty one, one whose tokens split characters, runs, and one of several blocks and many units.
pub fn rows() -> Vec<Row> {
    let gulls = "The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.";
    let texts = [
        ("Ada", gulls.to_owned()),
        (
            "Ben",
            "Before breakfast the keeper counted seventeen herring gulls 🦜🦚 and the lighthouse of Fastnet."
                .into(),
        ),
        ("Cleo", "naïve 日本語 👩‍👩‍👧 e\u{301} <|endoftext|> of Fastnet counted seventeen herring".into()),
        ("Ada", String::new()),
        ("Dee", gulls.into()),
        ("Ben", "the cat".to_owned() + &" the cat".repeat(12)),
        ("Eve", "gulls before breakfast the cat the cat counted seventeen herring gulls 🦜🦚".into()),
        ("Fay", (0..LONG).map(|at| format!(" {} gulls {} the", at * at % 977, at % 31)).collect()),
        ("Gil", " the lighthouse keeper counted seventeen herring gulls".repeat(3)),
        ("Ada", "Spring tides follow the new moon by a day and a half. ".to_owned() + gulls),
    ];
    texts.into_iter().enumerate().map(|(at, (owner, text))| row(&format!("row {at}"), owner, &text)).collect()
}

/// A row without other fields.
pub fn row(id: &str, owner: &str, text: &str) -> Row {
    Row { id: id.into(), owner: Some(owner.into()), text: text.into(), metadata: None }
}

/// Builds some rows and adds the others in commits that also bring rows which are removed again: several segments, removed rows, and language counts with increments
/// of both kinds.
pub fn build(folder: &Path, rows: &[Row], segment_tokens: usize) -> Index {
    let options = BuildOptions { segment_tokens, sync: false, ..BuildOptions::default() };
    let (built, added) = rows.split_at(rows.len() / 2);
    let mut builder = Builder::begin(folder, &options, Watch::default()).expect("a builder");
    built.iter().for_each(|row| builder.add_row(row, "rows", 1).expect("a row"));
    builder.finish().expect("an index");
    let mut writer = Writer::open(folder, &options).expect("a writer");
    let mut passing = Vec::new();
    for rows in added.chunks(added.len().div_ceil(2).max(1)) {
        passing.push(format!("passing {}", passing.len()));
        let leaving = row(&passing[passing.len() - 1], "Zoe", "the cat counted");
        std::iter::once(&leaving).chain(rows).for_each(|row| writer.add_row(row, "rows", 1).expect("a row"));
        writer.commit().expect("a commit");
    }
    writer.remove(&passing).expect("rows that are removed");
    writer.close().expect("an end");
    Index::open(folder).expect("an index")
}
