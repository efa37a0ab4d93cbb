//! What the segments of an index say of their tokens.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// How many different tokens an index holds, the separator not counted.
pub fn different_tokens(folder: &Path) -> Result<usize, Box<dyn Error>> {
    let mut tokens = HashSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_stem().is_some_and(|stem| stem == "unigram") {
            let lines = fs::read_to_string(&path)?;
            tokens.extend(lines.lines().filter_map(|line| line.split(' ').next()?.parse::<u32>().ok()));
        }
    }
    tokens.remove(&u32::MAX);
    Ok(tokens.len())
}
