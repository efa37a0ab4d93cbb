//! How an index folder comes to be: written beside, synced, renamed. A kill at any point leaves the old state or the new one.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::checksum::{FileRecord, SummedFile};
use super::manifest::{GroupRecord, MANIFEST, Manifest};
use crate::error::{Kind, Result, unwritable};

/// A folder in the making, beside the place where it will appear. Dropping it without [`Staging::publish`] leaves nothing behind.
pub(crate) struct Staging {
    target: PathBuf,
    folder: PathBuf,
    lock: PathBuf,
    _locked: File,
    sync: bool,
    published: bool,
}

impl Staging {
    /// Begins a folder; `sync` is false only where a lost folder does not matter.
    ///
    /// # Errors
    /// The target is in use, another build of it is under way, or its parent can't be written.
    pub(crate) fn begin(target: &Path, sync: bool) -> Result<Self> {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.ok_or_else(|| Kind::Exists { folder: target.display().to_string() })?;
        let parent = parent_of(target);
        fs::create_dir_all(parent).map_err(unwritable(parent))?;
        let lock = parent.join(format!(".{name}.lock"));
        let locked = lock_file(&lock, target)?;
        let folder = parent.join(format!(".{name}.building"));
        let staging = Self { target: target.into(), folder, lock, _locked: locked, sync, published: false };
        staging.refuse_occupied_target()?;
        // Whoever left a folder here was killed: the lock says that nobody is writing it.
        if staging.folder.exists() {
            fs::remove_dir_all(&staging.folder).map_err(unwritable(&staging.folder))?;
        }
        fs::create_dir(&staging.folder).map_err(unwritable(&staging.folder))?;
        Ok(staging)
    }

    /// A group of files to be written in this folder.
    pub(crate) fn group(&self, name: impl Into<String>) -> GroupWriter<'_> {
        GroupWriter {
            staging: self,
            record: GroupRecord { name: name.into(), files: Default::default() },
            sums: Vec::new(),
        }
    }

    /// Where the files lie until then.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the manifest and makes the folder appear under its name.
    pub(crate) fn publish(mut self, manifest: &Manifest) -> Result<()> {
        let path = self.folder.join(MANIFEST);
        let mut file = File::create_new(&path).map_err(unwritable(&path))?;
        file.write_all(&manifest.to_bytes()?).map_err(unwritable(&path))?;
        self.sync_file(&file, &path)?;
        self.sync_folder(&self.folder)?;
        self.refuse_occupied_target()?;
        fs::rename(&self.folder, &self.target).map_err(unwritable(&self.target))?;
        self.published = true;
        self.sync_folder(parent_of(&self.target))
    }

    /// An existing empty folder is taken; renaming onto it replaces it in one step.
    fn refuse_occupied_target(&self) -> Result<()> {
        let occupied = match fs::read_dir(&self.target) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => self.target.exists(),
        };
        if occupied {
            return Err(Kind::Exists { folder: self.target.display().to_string() }.into());
        }
        Ok(())
    }

    fn sync_file(&self, file: &File, path: &Path) -> Result<()> {
        if self.sync { file.sync_all().map_err(unwritable(path)) } else { Ok(()) }
    }

    fn sync_folder(&self, folder: &Path) -> Result<()> {
        if !self.sync {
            return Ok(());
        }
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable(folder))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing to be done about a failure here: the next build of this target clears what is left.
        if !self.published {
            let _ = fs::remove_dir_all(&self.folder);
        }
        let _ = fs::remove_file(&self.lock);
    }
}

/// Writes the files of one group and remembers their checksums.
pub(crate) struct GroupWriter<'s> {
    staging: &'s Staging,
    record: GroupRecord,
    sums: Vec<(String, Vec<u64>)>,
}

impl GroupWriter<'_> {
    /// Writes the file `<what>.<group>` by `fill`.
    pub(crate) fn file(
        &mut self,
        what: &str,
        fill: impl FnOnce(&mut SummedFile) -> std::io::Result<()>,
    ) -> Result<()> {
        let (name, record, sums) = self.write(what, fill)?;
        self.record.files.insert(name.clone(), record);
        self.sums.push((name, sums));
        Ok(())
    }

    /// Writes `checksums.<group>` and returns the record of all files.
    pub(crate) fn finish(mut self) -> Result<GroupRecord> {
        let mut sums = std::mem::take(&mut self.sums);
        sums.sort();
        let (name, record, _) = self.write("checksums", |file| {
            sums.iter().flat_map(|(_, sums)| sums).try_for_each(|sum| file.write_all(&sum.to_le_bytes()))
        })?;
        self.record.files.insert(name, record);
        Ok(self.record)
    }

    fn write(
        &self,
        what: &str,
        fill: impl FnOnce(&mut SummedFile) -> std::io::Result<()>,
    ) -> Result<(String, FileRecord, Vec<u64>)> {
        let name = format!("{what}.{}", self.record.name);
        let path = self.staging.folder.join(&name);
        let mut file = SummedFile::create(&path)?;
        fill(&mut file).map_err(unwritable(&path))?;
        let (record, sums) = file.finish(self.staging.sync).map_err(unwritable(&path))?;
        Ok((name, record, sums))
    }
}

/// Takes the lock of a target. A file that was removed between opening and locking it locks nothing, so that is looked at again.
fn lock_file(lock: &Path, target: &Path) -> Result<File> {
    use std::os::unix::fs::MetadataExt;
    loop {
        let file = File::create(lock).map_err(unwritable(lock))?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Err(Kind::Locked { folder: target.display().to_string() }.into());
        }
        let held = file.metadata().map_err(unwritable(lock))?.ino();
        if fs::metadata(lock).is_ok_and(|named| named.ino() == held) {
            return Ok(file);
        }
    }
}

fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
