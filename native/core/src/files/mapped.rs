//! A file as memory. One of the three files of this crate that may say `unsafe`.
#![allow(unsafe_code)]

use std::fs::File;
use std::ops::Range;
use std::path::Path;

use memmap2::{Advice, Mmap};

use crate::error::{Result, unreadable};

/// A whole file, mapped for reading.
pub(crate) struct Mapped(Mmap);

impl Mapped {
    /// # Errors
    /// The file is missing or can't be mapped.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(unreadable(path))?;
        // SAFETY: the map is read-only and lives as long as the bytes borrowed from it. What would break it is a file that changes or shrinks
        // while it is mapped: files of an index are written once, under a name that no reader knows before they are complete, and are never
        // written again; removing one leaves its map valid. Length and content are compared with the manifest's before anything is read.
        let map = unsafe { Mmap::map(&file) }.map_err(unreadable(path))?;
        // Searches jump: reading ahead would only fill memory with pages nobody asked for. A refusal of the hint costs speed, not truth.
        let _ = map.advise(Advice::Random);
        Ok(Self(map))
    }

    /// Opens a file that is read from its beginning to its end. It may be empty.
    ///
    /// # Errors
    /// The file is missing or can't be mapped.
    pub(crate) fn open_in_order(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(unreadable(path))?;
        // SAFETY: as above; who opens a file of another's making says in its documentation that it must not change while it is open.
        let map = unsafe { Mmap::map(&file) }.map_err(unreadable(path))?;
        let _ = map.advise(Advice::Sequential);
        Ok(Self(map))
    }

    /// Asks the disk for some bytes, all at once: who reads them waits for each page by itself otherwise. They may lie in memory, and nothing waits here.
    pub(crate) fn expect(&self, bytes: Range<usize>) {
        let _ = self.0.advise_range(Advice::WillNeed, bytes.start, bytes.len());
    }

    /// The content. Maps begin at a page, so it is aligned for whatever numbers it has.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(target_endian = "big")]
compile_error!("index files are little-endian and are read in place");
