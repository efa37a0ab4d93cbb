//! In what pages the system's cache holds an index: a search jumps, and with pages of 4 KB nearly every jump also waits for its address.

use std::fs;
use std::path::Path;

/// The part of a folder's mapped files that lies in huge pages, of what was touched so far; nothing where the system does not say.
pub fn huge_part(folder: &Path) -> Option<f64> {
    let folder = folder.canonicalize().ok()?;
    let (mut touched, mut huge, mut is_ours) = (0, 0, false);
    for line in fs::read_to_string("/proc/self/smaps").ok()?.lines() {
        let mut words = line.split_ascii_whitespace();
        let kilobytes = |mut words: std::str::SplitAsciiWhitespace<'_>| words.next()?.parse::<u64>().ok();
        match words.next()? {
            "Rss:" if is_ours => touched += kilobytes(words)?,
            "FilePmdMapped:" if is_ours => huge += kilobytes(words)?,
            first if !first.ends_with(':') => {
                is_ours = line.find('/').is_some_and(|path| Path::new(&line[path..]).starts_with(&folder));
            }
            _ => {}
        }
    }
    (touched > 0).then(|| huge as f64 / touched as f64)
}
