//! A folder that files of an index are written to, group by group, with their checksums.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::manifest::{GroupRecord, MANIFEST, Manifest};
use crate::error::{Result, unwritable};
use crate::files::checksum::{Summed, SummedFile};
use crate::files::disk::{Disk, Written};

/// The name a manifest has before it replaces the one that stands.
pub(crate) const NEXT_MANIFEST: &str = "manifest.json.next";

/// Where files are written, and whether they are made durable.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) sync: bool,
    /// Whether each piece is made durable as it is written: what is synced beside them then need not wait for all of it.
    pub(crate) is_steady: bool,
    pub(crate) disk: Arc<dyn Disk>,
}

impl Place {
    /// A group of files to be written here.
    pub(crate) fn group(&self, name: impl Into<String>) -> GroupWriter<'_> {
        GroupWriter {
            place: self,
            record: GroupRecord { name: name.into(), files: Default::default() },
            sums: Vec::new(),
            rooms: Vec::new(),
            written: Vec::new(),
        }
    }

    /// Writes a manifest under the given name. Durable are then its file and `written`, which it lists.
    pub(crate) fn write_manifest(
        &self,
        manifest: &Manifest,
        name: &str,
        mut written: Vec<Written>,
    ) -> Result<()> {
        let path = self.folder.join(name);
        let write = || {
            let mut file = self.disk.create(&path)?;
            file.write_all(&manifest.to_bytes().map_err(std::io::Error::other)?)?;
            Ok(file)
        };
        let file = write().map_err(unwritable(&path))?;
        written.push(Written { path, file });
        self.sync(written)
    }

    /// Makes a manifest the one that stands: the old one or this one, whatever happens meanwhile. `written` are files that it lists.
    pub(crate) fn replace_manifest(&self, manifest: &Manifest, written: Vec<Written>) -> Result<()> {
        self.write_manifest(manifest, NEXT_MANIFEST, written)?;
        self.sync_folder(&self.folder)?;
        let (from, to) = (self.folder.join(NEXT_MANIFEST), self.folder.join(MANIFEST));
        self.disk.rename(&from, &to).map_err(unwritable(&to))?;
        self.sync_folder(&self.folder)
    }

    fn sync(&self, written: Vec<Written>) -> Result<()> {
        if self.sync { self.disk.sync(written) } else { Ok(()) }
    }

    pub(crate) fn sync_folder(&self, folder: &Path) -> Result<()> {
        if self.sync { self.disk.sync_folder(folder).map_err(unwritable(folder)) } else { Ok(()) }
    }
}

/// What is known of files that were written, and may be relied on once they are synced.
#[must_use]
pub(crate) struct Fresh<T> {
    known: T,
    written: Vec<Written>,
}

impl<T> Fresh<T> {
    pub(crate) fn map<U>(self, with: impl FnOnce(T) -> U) -> Fresh<U> {
        Fresh { known: with(self.known), written: self.written }
    }

    /// Syncs them now.
    pub(crate) fn synced(self, place: &Place) -> Result<T> {
        place.sync(self.written)?;
        Ok(self.known)
    }

    /// Leaves that to [`Place::replace_manifest`]: files are synced together in hardly more time than one of them.
    pub(crate) fn synced_with(self, written: &mut Vec<Written>) -> T {
        written.extend(self.written);
        self.known
    }
}

/// Writes the files of one group and remembers their checksums.
pub(crate) struct GroupWriter<'p> {
    place: &'p Place,
    record: GroupRecord,
    sums: Vec<(String, Vec<u64>)>,
    /// Memory of files that were written, for those to come.
    rooms: Vec<Vec<u8>>,
    written: Vec<Written>,
}

impl GroupWriter<'_> {
    /// Writes the file `<what>.<group>` by `fill`.
    pub(crate) fn file(
        &mut self,
        what: &str,
        fill: impl FnOnce(&mut SummedFile) -> std::io::Result<()>,
    ) -> Result<()> {
        let mut open = self.begin(what)?;
        open.write(fill)?;
        self.end(open)
    }

    /// Begins the file `<what>.<group>`: several can be written side by side.
    pub(crate) fn begin(&mut self, what: &str) -> Result<OpenFile> {
        let name = format!("{what}.{}", self.record.name);
        let path = self.place.folder.join(&name);
        let created = self.place.disk.create(&path).map_err(unwritable(&path))?;
        let file = SummedFile::new(created, self.rooms.pop().unwrap_or_default());
        let Place { sync, is_steady, .. } = *self.place;
        Ok(OpenFile { name, path, file: file.steady(sync && is_steady) })
    }

    pub(crate) fn end(&mut self, open: OpenFile) -> Result<()> {
        let Summed { file, record, sums, room } = open.file.finish().map_err(unwritable(&open.path))?;
        self.record.files.insert(open.name.clone(), record);
        self.sums.push((open.name, sums));
        self.rooms.push(room);
        self.written.push(Written { path: open.path, file });
        Ok(())
    }

    /// Writes `checksums.<group>` and returns the record of all files.
    pub(crate) fn finish(mut self) -> Result<Fresh<GroupRecord>> {
        let mut sums = std::mem::take(&mut self.sums);
        sums.sort();
        self.file("checksums", |file| {
            sums.iter().flat_map(|(_, sums)| sums).try_for_each(|sum| file.write_all(&sum.to_le_bytes()))
        })?;
        Ok(Fresh { known: self.record, written: self.written })
    }
}

/// A file of a group while it is written.
pub(crate) struct OpenFile {
    name: String,
    path: PathBuf,
    file: SummedFile,
}

impl OpenFile {
    pub(crate) fn write(&mut self, fill: impl FnOnce(&mut SummedFile) -> std::io::Result<()>) -> Result<()> {
        fill(&mut self.file).map_err(unwritable(&self.path))
    }
}
