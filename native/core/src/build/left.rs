//! What commits left: files that no manifest names any more, and who had them open. A disk that takes back their room takes its time for each of them, when the last
//! who has it open lets it go.

use std::collections::HashSet;

use crate::shelf::Shelf;
use crate::store::manifest::Manifest;
use crate::store::place::Place;

/// Files, and who had them open.
#[derive(Default)]
pub(crate) struct Left {
    names: Vec<String>,
    shelves: Vec<Shelf>,
}

impl Left {
    /// Takes a shelf whose place another manifest has taken.
    pub(crate) fn take(&mut self, shelf: Shelf, standing: &Manifest) {
        let kept: HashSet<&String> = standing.files().map(|(name, _)| name).collect();
        let names = shelf.manifest().files().map(|(name, _)| name).filter(|name| !kept.contains(name));
        let names: Vec<String> = names.cloned().collect();
        if !names.is_empty() {
            self.names.extend(names);
            self.shelves.push(shelf);
        }
    }

    /// Takes files that no manifest was ever to name.
    pub(crate) fn take_files(&mut self, names: Vec<String>) {
        self.names.extend(names);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(crate) fn remove(self, place: &Place) {
        for name in &self.names {
            // What can't be removed now is removed by the next writer.
            let _ = place.disk.remove(&place.folder.join(name));
        }
    }
}
