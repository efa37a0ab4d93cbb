//! What of a folder is nobody's: the files of a writer that was killed.

use std::collections::HashSet;
use std::path::PathBuf;

use super::writer::NEXT_MANIFEST;
use crate::error::{Result, unreadable, unwritable};
use crate::store::manifest::Manifest;
use crate::store::place::Place;

/// Removes what a killed writer left: files named like ours that the manifest does not list.
pub(crate) fn sweep(place: &Place, manifest: &Manifest) -> Result<()> {
    let folder = &place.folder;
    let listed: HashSet<&str> = manifest.files().map(|(name, _)| name.as_str()).collect();
    let kinds: HashSet<&str> =
        listed.iter().filter_map(|name| name.split_once('.')).map(|(what, _)| what).collect();
    let is_left = |name: &str| {
        name == NEXT_MANIFEST
            || (!listed.contains(name) && name.split_once('.').is_some_and(|(what, _)| kinds.contains(what)))
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable(folder))?;
    let left: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok())
        .filter(|entry| entry.file_name().to_str().is_some_and(is_left))
        .map(|entry| entry.path())
        .collect();
    left.iter().try_for_each(|path| place.disk.remove(path).map_err(unwritable(path)))
}
