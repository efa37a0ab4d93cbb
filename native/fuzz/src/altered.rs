//! One small index on disk. A file of it is edited, looked at by the engine, and put back.
//!
//! In the first half of the inputs the checksums are left as they were: a question is refused by the file's name or answered as if nothing had
//! been altered, and verifying refuses every change. In the other half they are made right again, so that what lies behind them is reached:
//! there the engine may refuse, answer or give up with an error of its own (the border makes one of a panic), but touch no memory that is not
//! its own and come to an end.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Once;

use attribution::{Attribution, Error, Index, Parameters, Watch};
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

use crate::bytes::Bytes;
use crate::seed;

const BLOCK_BYTES: usize = 1 << 16;
const MANIFEST: &str = "manifest.json";

/// The index as it was built.
pub struct Altered {
    home: TempDir,
    /// All but the manifest.
    files: BTreeMap<String, Vec<u8>>,
    manifest: String,
    /// The names of those that are altered.
    chosen: Vec<String>,
    answers: Vec<Attribution>,
    /// Open since before anything was altered.
    reader: Index,
}

impl Altered {
    /// Builds the index; the files that are altered are those whose names begin with one of `whats`.
    pub fn build(whats: &[&str]) -> Self {
        Self::of_files(|name| whats.iter().any(|what| name.starts_with(what)))
    }

    /// Builds the index; the files that are altered are all but those.
    pub fn build_without(whats: &[&str]) -> Self {
        Self::of_files(|name| !whats.iter().any(|what| name.starts_with(what)))
    }

    fn of_files(is_one: impl Fn(&str) -> bool) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("index");
        let reader = seed::build(&folder, &seed::rows(), 60);
        let names = fs::read_dir(&folder).expect("the index");
        let names = names.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
        let read = |name: String| {
            let bytes = fs::read(folder.join(&name)).expect("a file");
            (name, bytes)
        };
        let mut files: BTreeMap<String, Vec<u8>> = names.map(read).collect();
        let chosen = files.keys().filter(|name| is_one(name)).cloned().collect();
        let manifest = files.remove(MANIFEST).expect("a manifest");
        let manifest = String::from_utf8(manifest).expect("a manifest of text");
        let answers = ask(&reader).expect("the answers of what was built");
        Self { home, files, manifest, chosen, answers, reader }
    }

    /// Alters one file as `input` says, and asks.
    pub fn check(&self, input: &[u8]) {
        let mut bytes = Bytes(input);
        let is_summed = bytes.byte() >= 128;
        let name = &self.chosen[bytes.below(self.chosen.len())];
        match (name == MANIFEST, is_summed) {
            (true, true) => {
                let mut content = content(&self.manifest).as_bytes().to_vec();
                bytes.edit(&mut content);
                self.write(MANIFEST, &with_sum(&content));
            }
            (true, false) => {
                let mut manifest = self.manifest.clone().into_bytes();
                bytes.edit(&mut manifest);
                self.write(MANIFEST, &manifest);
                self.ask_before_the_sums(name, manifest == self.manifest.as_bytes());
            }
            (false, _) => {
                let mut file = self.files[name].clone();
                bytes.edit(&mut file);
                self.write(name, &file);
                match is_summed {
                    true => self.write_sums(name, &file),
                    false => self.ask_before_the_sums(name, file == self.files[name]),
                }
            }
        }
        if is_summed {
            without_the_hook(|| drop(self.ask_everywhere()));
        }
        for name in [name, &sums_of(name)] {
            self.files.get(name).into_iter().for_each(|file| self.write(name, file));
        }
        self.write(MANIFEST, self.manifest.as_bytes());
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("index")
    }

    /// Another file under the name: who has the one before open keeps it as it was.
    fn write(&self, name: &str, bytes: &[u8]) {
        let beside = self.home.path().join("beside");
        fs::write(&beside, bytes).expect("the folder can be written");
        fs::rename(beside, self.folder().join(name)).expect("the folder can be written");
    }

    fn ask_before_the_sums(&self, name: &str, is_same: bool) {
        let refused = |fault: &Error| {
            assert!(!is_same, "{fault}");
            assert_eq!(fault.code(), "HW502", "{fault}");
            assert!(fault.to_string().contains(name), "{fault}");
        };
        match Index::open(&self.folder()).and_then(|index| ask(&index)) {
            Ok(answers) => assert_eq!(answers, self.answers, "the altered {name} was used"),
            Err(fault) => refused(&fault),
        }
        match Index::verify(&self.folder(), Watch::default()) {
            Ok(_) => assert!(is_same, "the altered {name} was taken for whole"),
            Err(fault) => refused(&fault),
        }
        match self.reader.refreshed() {
            Ok(newer) => assert!(newer.is_none(), "the altered {name} was taken for a commit"),
            Err(fault) => refused(&fault),
        }
    }

    /// Each way to the files on its own: what one refuses, another may take.
    fn ask_everywhere(&self) -> Result<(), Error> {
        drop(Index::verify(&self.folder(), Watch::default()));
        if let Ok(Some(newer)) = self.reader.refreshed() {
            drop(catch_unwind(AssertUnwindSafe(|| ask(&newer))));
        }
        ask(&Index::open(&self.folder())?).map(drop)
    }

    /// Writes the checksums of an altered file's blocks among those of its group, and the manifest with both files as they now are.
    fn write_sums(&self, name: &str, file: &[u8]) {
        let mut manifest = with_record(content(&self.manifest), name, file);
        let sums = sums_of(name);
        if name != sums {
            let group = &sums["checksums".len()..];
            let of_group = self.files.iter().filter(|(other, _)| other.ends_with(group) && **other != sums);
            let blocks = of_group
                .flat_map(|(other, original)| block_sums(if other == name { file } else { original }));
            let blocks: Vec<u8> = blocks.collect();
            manifest = with_record(&manifest, &sums, &blocks);
            self.write(&sums, &blocks);
        }
        self.write(MANIFEST, &with_sum(manifest.as_bytes()));
    }
}

/// The name of the file with the checksums of a file's group.
fn sums_of(name: &str) -> String {
    let (_, group) = name.rsplit_once('.').expect("a file has a group");
    format!("checksums.{group}")
}

fn block_sums(file: &[u8]) -> Vec<u8> {
    file.chunks(BLOCK_BYTES).flat_map(|block| xxh3_64(block).to_le_bytes()).collect()
}

/// A manifest's content with the size and the checksum of one file as they now are.
fn with_record(content: &str, name: &str, file: &[u8]) -> String {
    let sum = xxh3_64(&block_sums(file));
    let record = format!("\"{name}\":{{\"bytes\":{},\"checksum\":\"xxh3:{sum:016x}\"}}", file.len());
    let start = content.find(&format!("\"{name}\":{{")).expect("the manifest lists the file");
    let end = start + content[start..].find('}').expect("the record ends") + 1;
    [&content[..start], &record, &content[end..]].concat()
}

/// The whole index and two selections, which leave out the long row to be quick, asked for some of the rows.
fn ask(index: &Index) -> Result<Vec<Attribution>, Error> {
    let rows = seed::rows();
    let texts: Vec<&str> = [0, 1, 2, 9].iter().map(|at| rows[*at].text.as_str()).collect();
    let (parameters, watch) = (Parameters::default(), Watch::default());
    let mut answers = Vec::new();
    for text in &texts {
        answers.push(index.attribute(text, &parameters, watch)?);
    }
    let by_place = index.select(&[1..3, 4..7], watch)?;
    let by_id = index.select_ids(&HashSet::from(["row 0", "row 5", "row 9"]), watch)?;
    for text in &texts {
        answers.push(by_place.attribute(text, &parameters, watch)?);
        answers.push(by_id.attribute(text, &parameters, watch)?);
    }
    Ok(answers)
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
