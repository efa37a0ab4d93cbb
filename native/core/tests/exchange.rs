//! infini-gram's files, both ways: what goes out comes back to the byte, and what is none of its indexes is refused.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use attribution::{
    BuildOptions, Builder, ImportOptions, Index, NameFields, Result, Row, Watch, import_infini_gram,
};
use tempfile::{TempDir, tempdir};

const BASE: [&str; 6] = ["tokenized.0", "table.0", "offset.0", "metadata.0", "metaoff.0", "unigram.0"];

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn build(&self, name: &str, segment_tokens: usize) -> Index {
        let options = BuildOptions { segment_tokens, sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&self.at(name), &options, Watch::default()).unwrap();
        for (line, row) in (1..).zip(rows()) {
            builder.add_row(&row, "rows", line).unwrap();
        }
        builder.finish().unwrap();
        Index::open(&self.at(name)).unwrap()
    }

    fn import(&self, from: &str, to: &str, options: ImportOptions) -> Result<Index> {
        let build = BuildOptions { sync: false, ..BuildOptions::default() };
        import_infini_gram(
            &self.at(from),
            &self.at(to),
            &ImportOptions { build, ..options },
            Watch::default(),
        )?;
        Index::open(&self.at(to))
    }

    /// Writes a shard of the given documents; its suffix array has the right size, which is all that an import asks of it.
    fn shard(&self, name: &str, number: usize, documents: &[&[u8]], token_bytes: usize) -> PathBuf {
        let folder = self.at(name);
        fs::create_dir_all(&folder).unwrap();
        let (mut tokens, mut offsets) = (Vec::new(), Vec::new());
        for document in documents {
            offsets.extend((tokens.len() as u64).to_le_bytes());
            tokens.extend(vec![0xFF; token_bytes]);
            tokens.extend(*document);
        }
        let pointer_bytes = (tokens.len() as f64).log2().div_euclid(8.0) as usize + 1;
        fs::write(
            folder.join(format!("table.{number}")),
            vec![0; tokens.len() / token_bytes * pointer_bytes],
        )
        .unwrap();
        fs::write(folder.join(format!("tokenized.{number}")), tokens).unwrap();
        fs::write(folder.join(format!("offset.{number}")), offsets).unwrap();
        folder
    }
}

fn rows() -> Vec<Row> {
    let row = |id: &str, owner: Option<&str>, text: &str, metadata: Option<&str>| Row {
        id: id.into(),
        owner: owner.map(str::to_owned),
        text: text.into(),
        metadata: metadata.map(str::to_owned),
    };
    vec![
        row(
            "gulls",
            Some("Ada"),
            "The lighthouse keeper counted seventeen herring gulls.",
            Some(r#"{"page":7.50}"#),
        ),
        row("empty", None, "", None),
        row("🦜", Some("Bén"), "🦜🦚 says: <|endoftext|> \u{85}\r\n", Some(r#"{"a":[1e400,"\u0000"]}"#)),
        row("again", Some("Ada"), "The lighthouse keeper counted seventeen herring gulls.", None),
    ]
}

fn read(folder: &Path) -> Vec<Vec<u8>> {
    BASE.iter().map(|name| fs::read(folder.join(name)).unwrap()).collect()
}

#[test]
fn what_goes_out_comes_back_to_the_byte() {
    let home = Home::new();
    let whole = home.build("whole", 1 << 20);
    let cut = home.build("cut", 1);
    assert_eq!((whole.info().segments, cut.info().segments), (1, 4));
    whole.export_infini_gram(&home.at("whole-out"), Watch::default()).unwrap();
    cut.export_infini_gram(&home.at("cut-out"), Watch::default()).unwrap();
    // A segment is a valid infini-gram shard already; several become the one they would have been.
    assert_eq!(read(&home.at("whole")), read(&home.at("whole-out")));
    assert_eq!(read(&home.at("whole")), read(&home.at("cut-out")));
    let back = home.import("cut-out", "back", ImportOptions::default()).unwrap();
    assert_eq!(back.info().data_set, whole.info().data_set);
    assert_eq!(read(&home.at("whole")), read(&home.at("back")));
}

#[test]
fn an_index_without_rows_goes_both_ways() {
    let home = Home::new();
    Builder::begin(&home.at("none"), &BuildOptions::default(), Watch::default()).unwrap().finish().unwrap();
    let none = Index::open(&home.at("none")).unwrap();
    none.export_infini_gram(&home.at("out"), Watch::default()).unwrap();
    assert_eq!(
        home.import("out", "back", ImportOptions::default()).unwrap().info().data_set,
        none.info().data_set
    );
}

#[test]
fn bytes_and_foreign_tokens_are_cut_anew() {
    let home = Home::new();
    // No order is stated across shards: it is that of their numbers, and 10 comes behind 9.
    home.shard("bytes", 10, &["naïve ".as_bytes()], 1);
    home.shard("bytes", 9, &[b"The lighthouse keeper", b""], 1);
    let index = home.import("bytes", "from-bytes", ImportOptions::default()).unwrap();
    let metadata = fs::read_to_string(home.at("from-bytes").join("metadata.0")).unwrap();
    let ids: Vec<&str> = metadata.lines().map(|line| line.split('"').nth(3).unwrap()).collect();
    assert_eq!(ids, ["9.1", "9.2", "10.1"]);
    assert_eq!((index.info().rows, index.info().owners), (3, 3));

    let words = home.shard("words", 0, &[&[2, 0, 1, 0, 3, 0]], 2);
    let refused = home.import("words", "to", ImportOptions::default()).err().unwrap();
    assert_eq!(refused.code(), "HW503");
    assert!(refused.to_string().contains("tokenizer.json"), "{refused}");
    let vocabulary = home.at("tokenizer.json");
    let json = r#"{"model":{"vocab":{"Ġkeeper":1,"The":2}},"added_tokens":[{"id":3,"content":"<|x|>"}]}"#;
    fs::write(&vocabulary, json).unwrap();
    let line = br#"{"path":"a.jsonl","linenum":0,"metadata":{"by":"Ada"}}"#;
    fs::write(words.join("metadata.0"), line).unwrap();
    fs::write(words.join("metaoff.0"), [0; 8]).unwrap();
    let names = NameFields { id: None, owner: Some("metadata.by".into()) };
    let options = ImportOptions { vocabulary: Some(vocabulary), names, ..ImportOptions::default() };
    let index = home.import("words", "from-words", options).unwrap();
    let text = "The keeper<|x|>";
    let row = Row { id: "a.jsonl#0".into(), owner: Some("Ada".into()), text: text.into(), metadata: None };
    let mut same = Builder::begin(&home.at("same"), &BuildOptions::default(), Watch::default()).unwrap();
    same.add_row(&row, "rows", 1).unwrap();
    same.finish().unwrap();
    assert_eq!(index.info().data_set, Index::open(&home.at("same")).unwrap().info().data_set);
}

#[test]
fn a_document_whose_tokens_are_not_those_of_its_text_is_refused() {
    let home = Home::new();
    let token = |id: u32| id.to_le_bytes();
    // "h", "i" one by one; the vocabulary has "hi" as one token. A special token; a number that is none; half a character.
    let cases: [(&[[u8; 4]], &str); 4] = [
        (&[token(71), token(72)], "not those that cl100k_base makes"),
        (&[token(100_257)], "token 0 is 100257"),
        (&[token(64), token(4_000_000)], "token 1 is 4000000"),
        (&[token(9468)], "UTF-8"),
    ];
    for (at, (tokens, reason)) in cases.into_iter().enumerate() {
        let good = token(64);
        home.shard(&format!("{at}"), 0, &[&good, tokens.as_flattened()], 4);
        let refused = home.import(&format!("{at}"), "to", ImportOptions::default()).err().unwrap();
        assert_eq!(refused.code(), "HW505", "{refused}");
        assert!(refused.to_string().starts_with("tokenized.0, document 2: "), "{refused}");
        assert!(refused.to_string().contains(reason), "{refused}");
        assert!(!home.at("to").exists());
    }
}

#[test]
fn no_altered_or_shortened_file_gets_through_as_another_index() {
    let home = Home::new();
    let index = home.build("index", 1 << 20);
    index.export_infini_gram(&home.at("out"), Watch::default()).unwrap();
    let original = index.info().data_set;
    let mut refused = 0;
    // The suffix array and the counts are made anew: only the size of the one is looked at.
    for name in ["tokenized.0", "offset.0", "metaoff.0", "table.0"] {
        let path = home.at("out").join(name);
        let bytes = fs::read(&path).unwrap();
        let mut check = |altered: &[u8]| {
            fs::write(&path, altered).unwrap();
            match home.import("out", "to", ImportOptions::default()) {
                Err(fault) => {
                    assert!(["HW502", "HW503", "HW505", "HW506"].contains(&fault.code()), "{fault}");
                    refused += 1;
                }
                // A token that became another one of the same length is another text, and as such a valid one.
                Ok(index) => assert!(index.info().data_set != original || name == "table.0"),
            }
            let _ = fs::remove_dir_all(home.at("to"));
        };
        for length in 0..bytes.len() {
            check(&bytes[..length]);
        }
        for at in (0..bytes.len()).step_by(if name == "tokenized.0" { 1 } else { 3 }) {
            let mut altered = bytes.clone();
            altered[at] ^= 0x41;
            check(&altered);
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert!(refused > 400, "{refused}");
}

#[test]
fn places_in_use_are_refused_and_nothing_is_left_beside_them() {
    let home = Home::new();
    let index = home.build("index", 1 << 20);
    let refused = index.export_infini_gram(&home.at("index"), Watch::default()).err().unwrap();
    assert_eq!(refused.code(), "HW504");
    let stop = std::sync::atomic::AtomicBool::new(true);
    let stopped =
        index.export_infini_gram(&home.at("out"), Watch::default().cancelled_by(&stop)).err().unwrap();
    assert_eq!(stopped.code(), "ABORT_ERR");
    let names: Vec<_> =
        fs::read_dir(home.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["index"]);
    let nothing = home.import("index-of-nobody", "to", ImportOptions::default()).err().unwrap();
    assert_eq!(nothing.code(), "HW506");
}

#[test]
fn what_a_killed_export_left_is_cleared_by_the_next() {
    let home = Home::new();
    let index = home.build("index", 1 << 20);
    let left = home.at(".out.building");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("tokenized.0"), "half").unwrap();
    index.export_infini_gram(&home.at("out"), Watch::default()).unwrap();
    assert!(!left.exists());
    assert_eq!(read(&home.at("out")), read(&home.at("index")));
}
