//! Real text that stands on a machine, cut into rows: which files, in which order, owned by whom, and which owners are left out so that there is text without a
//! source.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::messages;

const EXTENSIONS: [&str; 12] = ["md", "txt", "ts", "mts", "h", "py", "rs", "pl", "pm", "html", "rst", "tex"];
const NAMES: [&str; 7] =
    ["readme", "license", "licence", "changelog", "copyright", "contributing", "authors"];
const MESSAGES: &str = "mo";
const FILE_BYTES: u64 = 1 << 20;
/// How long a row gets unless told otherwise.
pub const ROW_BYTES: usize = 800;

/// Which text is wanted.
#[derive(Clone, Default)]
pub struct Choice {
    /// Folders, each with all below it.
    pub roots: Vec<PathBuf>,
    /// The most that one owner brings: without it a few packages of a machine are most of its text.
    pub owner_bytes: Option<u64>,
    /// Translated messages (`.mo`), too: they are binary files with text in them, of as many languages as a machine has.
    pub messages: bool,
}

/// A file that is data or left out, read when its turn comes.
pub struct Text {
    /// The package, project or folder that it belongs to.
    pub owner: String,
    /// A name of its own.
    pub name: String,
    /// Which of the roots it stands below.
    pub root: usize,
    bytes: u64,
    path: PathBuf,
}

impl Text {
    /// Every tenth owner is left out of the data.
    pub fn is_left_out(&self) -> bool {
        xxh3_64(self.owner.as_bytes()).is_multiple_of(10)
    }

    /// The content; nothing where it is no UTF-8.
    pub fn read(&self) -> Option<String> {
        let bytes = fs::read(&self.path).ok()?;
        match self.path.extension().is_some_and(|extension| extension == MESSAGES) {
            true => messages::read(&bytes),
            false => String::from_utf8(bytes).ok(),
        }
    }
}

/// All texts that are wanted, shuffled by their names: any beginning of the list is a sample of all of it.
pub fn gather(choice: &Choice) -> Result<Vec<Text>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for (number, root) in choice.roots.iter().enumerate() {
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && is_wanted(&entry.path(), choice) {
                    texts.extend(text_at(root, number, entry.path(), entry.metadata()?.len()));
                }
            }
        }
    }
    texts.retain(|text| text.bytes <= FILE_BYTES);
    texts.sort_by_key(|text| (xxh3_64(text.name.as_bytes()), text.name.clone()));
    let mut taken: HashMap<String, u64> = HashMap::new();
    texts.retain(|text| {
        let taken = taken.entry(text.owner.clone()).or_default();
        let fits = choice.owner_bytes.is_none_or(|most| *taken + text.bytes <= most);
        *taken += if fits { text.bytes } else { 0 };
        fits
    });
    Ok(texts)
}

/// Whole paragraphs until a row is long enough; whole lines where a paragraph does not end.
pub fn rows(text: &str, row_bytes: usize) -> Vec<&str> {
    let mut rows = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let is_end = line.trim().is_empty() && at - start >= row_bytes;
        if is_end || at - start >= 4 * row_bytes {
            rows.push(&text[start..at]);
            start = at;
        }
    }
    if !text[start..].trim().is_empty() {
        rows.push(&text[start..]);
    }
    rows
}

fn is_wanted(path: &Path, choice: &Choice) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_lowercase();
    EXTENSIONS.contains(&extension)
        || NAMES.contains(&stem.as_str())
        || (choice.messages && extension == MESSAGES)
}

fn text_at(root: &Path, number: usize, path: PathBuf, bytes: u64) -> Option<Text> {
    let name = format!("{}/{}", root.file_name()?.to_str()?, path.strip_prefix(root).ok()?.to_str()?);
    Some(Text { owner: owner_of(&name), name, root: number, bytes, path })
}

/// A package of npm, a scope with what it is of; elsewhere the root with its first three folders.
fn owner_of(name: &str) -> String {
    const PACKAGES: &str = "node_modules/";
    let folders = name.rsplit_once('/').map_or("", |(folders, _)| folders);
    let (inside, depth) = match folders.rfind(PACKAGES) {
        Some(at) => {
            let inside = &folders[at + PACKAGES.len()..];
            (inside, if inside.starts_with('@') { 2 } else { 1 })
        }
        None => (folders, 4),
    };
    inside.split('/').take(depth).collect::<Vec<_>>().join("/")
}
