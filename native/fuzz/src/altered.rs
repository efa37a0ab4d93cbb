//! One small index on disk. A file of it is edited, looked at by the engine, and put back.
//!
//! In the first half of the inputs the checksums are left as they were: a question is refused by the file's name or answered as if nothing had
//! been altered, and verifying refuses every change. In the other half they are made right again, so that what lies behind them is reached:
//! there the engine may refuse, answer or give up with an error of its own (the border makes one of a panic), but touch no memory that is not
//! its own and come to an end.

use std::cell::Cell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;

use attribution::{Attribution, BuildOptions, Builder, Error, Index, Parameters, Row, Watch};
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

use crate::bytes::Bytes;

const BLOCK_BYTES: usize = 1 << 16;
const MANIFEST: &str = "manifest.json";

/// The index as it was built.
pub struct Altered {
    home: TempDir,
    files: Vec<(String, Vec<u8>)>,
    manifest: String,
    answers: Vec<Attribution>,
}

impl Altered {
    /// Builds the index; its files are those whose names begin with one of `whats`.
    pub fn build(whats: &[&str]) -> Self {
        Self::of_files(|name| whats.iter().any(|what| name.starts_with(what)))
    }

    /// Builds the index; its files are all but those.
    pub fn build_without(whats: &[&str]) -> Self {
        Self::of_files(|name| !whats.iter().any(|what| name.starts_with(what)))
    }

    fn of_files(is_one: impl Fn(&str) -> bool) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("index");
        let options = BuildOptions { segment_tokens: 60, sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default()).expect("a builder");
        for (row, line) in rows().iter().zip(1..) {
            builder.add_row(row, "rows", line).expect("a row");
        }
        builder.finish().expect("an index");
        let mut names: Vec<String> = fs::read_dir(&folder)
            .expect("the index")
            .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
            .filter(|name| is_one(name))
            .collect();
        names.sort();
        let read = |name: String| (name.clone(), fs::read(folder.join(name)).expect("a file"));
        let manifest = fs::read_to_string(folder.join(MANIFEST)).expect("a manifest");
        let answers = ask(&folder).expect("the answers of what was built");
        Self { files: names.into_iter().map(read).collect(), manifest, answers, home }
    }

    /// Alters one file as `input` says, and asks.
    pub fn check(&self, input: &[u8]) {
        let mut bytes = Bytes(input);
        let is_summed = bytes.byte() >= 128;
        let (name, original) = &self.files[bytes.below(self.files.len())];
        let mut file = original.clone();
        match (name == MANIFEST, is_summed) {
            (true, true) => {
                let mut content = content(&self.manifest).as_bytes().to_vec();
                bytes.edit(&mut content);
                file = with_sum(&content);
            }
            _ => bytes.edit(&mut file),
        }
        fs::write(self.path(name), &file).expect("the folder can be written");
        if is_summed && name != MANIFEST {
            fs::write(self.path(MANIFEST), self.manifest_with(name, &file))
                .expect("the folder can be written");
        }
        match is_summed {
            true => self.ask_behind_the_sums(),
            false => self.ask_before_the_sums(name, file == *original),
        }
        fs::write(self.path(name), original).expect("the folder can be written");
        fs::write(self.path(MANIFEST), &self.manifest).expect("the folder can be written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("index").join(name)
    }

    fn ask_before_the_sums(&self, name: &str, is_same: bool) {
        let folder = self.home.path().join("index");
        let refused = |fault: &Error| {
            assert!(!is_same, "{fault}");
            assert_eq!(fault.code(), "HW502", "{fault}");
            assert!(fault.to_string().contains(name), "{fault}");
        };
        match ask(&folder) {
            Ok(answers) => assert_eq!(answers, self.answers, "the altered {name} was used"),
            Err(fault) => refused(&fault),
        }
        match Index::verify(&folder, Watch::default()) {
            Ok(_) => assert!(is_same, "the altered {name} was taken for whole"),
            Err(fault) => refused(&fault),
        }
    }

    fn ask_behind_the_sums(&self) {
        let folder = self.home.path().join("index");
        without_the_hook(|| drop(ask(&folder)));
    }

    /// The manifest with the size and the checksum of one file as they now are.
    fn manifest_with(&self, name: &str, file: &[u8]) -> Vec<u8> {
        let sums: Vec<u8> = file.chunks(BLOCK_BYTES).flat_map(|block| xxh3_64(block).to_le_bytes()).collect();
        let record =
            format!("\"{name}\":{{\"bytes\":{},\"checksum\":\"xxh3:{:016x}\"}}", file.len(), xxh3_64(&sums));
        let content = content(&self.manifest);
        let start = content.find(&format!("\"{name}\":{{")).expect("the manifest lists the file");
        let end = start + content[start..].find('}').expect("the record ends") + 1;
        with_sum([&content[..start], &record, &content[end..]].concat().as_bytes())
    }
}

/// One index, asked for the first rows.
fn ask(folder: &Path) -> Result<Vec<Attribution>, Error> {
    let index = Index::open(folder)?;
    let answer = |row: &Row| index.attribute(&row.text, &Parameters::default(), Watch::default());
    rows().iter().take(3).map(answer).collect()
}

/// What the manifest's own checksum is of.
fn content(manifest: &str) -> &str {
    let start = manifest.find("\"index\":").expect("the manifest has a content") + "\"index\":".len();
    manifest[start..].trim_end().strip_suffix('}').expect("the manifest is closed")
}

fn with_sum(content: &[u8]) -> Vec<u8> {
    let head = format!("{{\"checksum\":\"xxh3:{:016x}\",\"index\":", xxh3_64(content));
    [head.as_bytes(), content, b"}\n"].concat()
}

thread_local! {
    static MAY_PANIC: Cell<bool> = const { Cell::new(false) };
}

/// The fuzzer ends the process at every panic; inside of this one unwinds, as it does at the border.
fn without_the_hook(run: impl FnOnce()) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let ends = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !MAY_PANIC.get() {
                ends(panic);
            }
        }));
    });
    MAY_PANIC.set(true);
    drop(catch_unwind(AssertUnwindSafe(run)));
    MAY_PANIC.set(false);
}

/// Rows of several owners in several segments: copies, an empty one, and one whose tokens split characters.
pub fn rows() -> Vec<Row> {
    let texts = [
        ("Ada", "The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast."),
        (
            "Ben",
            "Before breakfast the keeper counted seventeen herring gulls 🦜🦚 and the lighthouse of Fastnet.",
        ),
        ("Cleo", "naïve 日本語 👩‍👩‍👧 e\u{301} <|endoftext|> of Fastnet counted seventeen herring"),
        ("Ada", ""),
        ("Dee", "The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast."),
        ("Ben", "the cat the cat the cat the cat the cat the cat the cat the cat the cat the cat the cat"),
        ("Eve", "gulls before breakfast the cat the cat counted seventeen herring gulls 🦜🦚"),
    ];
    let row = |(at, (owner, text)): (usize, (&str, &str))| Row {
        id: format!("row {at}"),
        owner: Some(owner.into()),
        text: text.into(),
        metadata: None,
    };
    texts.into_iter().enumerate().map(row).collect()
}
