//! Real text that stands on a machine, cut into rows: which files, in which order, owned by whom, and which owners are left out so that there is text without a
//! source.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

const EXTENSIONS: [&str; 12] = ["md", "txt", "ts", "mts", "h", "py", "rs", "pl", "pm", "html", "rst", "tex"];
const NAMES: [&str; 7] =
    ["readme", "license", "licence", "changelog", "copyright", "contributing", "authors"];
const FILE_BYTES: u64 = 1 << 20;
const ROW_BYTES: usize = 800;

/// A file that is data or left out, read when its turn comes.
pub struct Text {
    /// The package, project or folder that it belongs to.
    pub owner: String,
    /// A name of its own.
    pub name: String,
    path: PathBuf,
}

impl Text {
    /// Every tenth owner is left out of the data.
    pub fn is_left_out(&self) -> bool {
        xxh3_64(self.owner.as_bytes()).is_multiple_of(10)
    }

    /// The content; nothing where it is no UTF-8.
    pub fn read(&self) -> Option<String> {
        fs::read(&self.path).ok().and_then(|bytes| String::from_utf8(bytes).ok())
    }
}

/// All texts below some folders, shuffled by their names: any beginning of the list is a sample of all of it.
pub fn gather(roots: &[PathBuf]) -> Result<Vec<Text>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for root in roots {
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && is_wanted(&entry.path()) && entry.metadata()?.len() <= FILE_BYTES
                {
                    texts.extend(text_at(root, entry.path()));
                }
            }
        }
    }
    texts.sort_by_key(|text| (xxh3_64(text.name.as_bytes()), text.name.clone()));
    Ok(texts)
}

/// Whole paragraphs until a row is long enough; whole lines where a paragraph does not end.
pub fn rows(text: &str) -> Vec<&str> {
    let mut rows = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let is_end = line.trim().is_empty() && at - start >= ROW_BYTES;
        if is_end || at - start >= 4 * ROW_BYTES {
            rows.push(&text[start..at]);
            start = at;
        }
    }
    if !text[start..].trim().is_empty() {
        rows.push(&text[start..]);
    }
    rows
}

fn is_wanted(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_lowercase();
    EXTENSIONS.contains(&extension) || NAMES.contains(&stem.as_str())
}

/// The owner is the folder's first part, a scope with what it is of.
fn text_at(root: &Path, path: PathBuf) -> Option<Text> {
    let inside = path.strip_prefix(root).ok()?.to_str()?.to_owned();
    let place = root.file_name()?.to_str()?;
    let parts: Vec<&str> = inside.split('/').collect();
    let depth = if parts[0].starts_with('@') { 2 } else { 1 }.min(parts.len());
    let owner = format!("{place}/{}", parts[..depth].join("/"));
    Some(Text { owner, name: format!("{place}/{inside}"), path })
}
