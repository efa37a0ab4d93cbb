//! What of a folder is nobody's: files that a writer made and no list names.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::error::{Result, unreadable, unwritable};
use crate::store::manifest::Manifest;
use crate::store::place::{NEXT_MANIFEST, Place};

/// The files of a segment or of counts are called so, with the name of their group behind a point.
const KINDS: [&str; 15] = [
    "checksums",
    "counts",
    "digest",
    "metadata",
    "metaoff",
    "offset",
    "owner",
    "pair",
    "previous",
    "row",
    "shared",
    "table",
    "tokenized",
    "unigram",
    "unit",
];

/// Removes files named like ours that none of the manifests lists: what a writer left that was killed, refused or stopped.
pub(crate) fn sweep(place: &Place, manifests: &[&Manifest]) -> Result<()> {
    let folder = &place.folder;
    let files = manifests.iter().flat_map(|manifest| manifest.files());
    let listed: HashSet<&str> = files.map(|(name, _)| name.as_str()).collect();
    let is_left = |name: &str| name == NEXT_MANIFEST || (is_ours(name) && !listed.contains(name));
    let entries = std::fs::read_dir(folder).map_err(unreadable(folder))?;
    let left: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok())
        .filter(|entry| entry.file_name().to_str().is_some_and(is_left))
        .map(|entry| entry.path())
        .collect();
    if left.is_empty() {
        return Ok(());
    }
    // Whoever renamed the manifest may have been killed before that was durable: without power the old one would stand again, and miss its files.
    place.sync_folder(folder)?;
    left.iter().try_for_each(|path| place.disk.remove(path).map_err(unwritable(path)))
}

/// Removes what was written of some groups; what can't be removed now is removed by the next writer.
pub(crate) fn discard(place: &Place, groups: &[String]) {
    let names = groups.iter().flat_map(|group| KINDS.map(|kind| format!("{kind}.{group}")));
    for path in names.map(|name| place.folder.join(name)).filter(|path| path.exists()) {
        let _ = place.disk.remove(&path);
    }
}

fn is_ours(name: &str) -> bool {
    let parts = name.split_once('.');
    // A builder names its counts by the data set's hash.
    parts.is_some_and(|(what, group)| {
        KINDS.contains(&what) && !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
