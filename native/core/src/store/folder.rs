//! How an index folder comes to be: written beside, synced, renamed. A kill at any point leaves the old state or the new one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::place::Place;
use crate::error::{Error, Kind, Result, unwritable};
use crate::files::disk::Disk;

/// A folder in the making, beside the place where it will appear. Dropping it without [`Staging::publish`] leaves nothing behind.
pub(crate) struct Staging {
    target: PathBuf,
    place: Place,
    published: bool,
    _lock: Lock,
}

impl Staging {
    /// Begins a folder; `sync` is false only where a lost folder does not matter.
    ///
    /// # Errors
    /// The target is in use or has no name, another build of it is under way, or its parent can't be written.
    pub(crate) fn begin(target: &Path, sync: bool, disk: Arc<dyn Disk>) -> Result<Self> {
        let parent = parent_of(target);
        let folder = parent.join(format!(".{}.building", name_of(target)?));
        create_folders(parent, sync, disk.as_ref())?;
        let lock = Lock::take(target)?;
        let place = Place { folder, sync, is_steady: false, disk };
        let staging = Self { target: target.into(), place, published: false, _lock: lock };
        staging.refuse_occupied_target()?;
        let Place { folder, disk, .. } = &staging.place;
        // Whoever left a folder here was killed: the lock says that nobody is writing it.
        if folder.exists() {
            disk.remove(folder).map_err(unwritable(folder))?;
        }
        disk.create_folder(folder).map_err(unwritable(folder))?;
        Ok(staging)
    }

    /// Where the files lie until then.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Makes the folder appear under its name. Its files are synced.
    pub(crate) fn publish(mut self) -> Result<()> {
        let Place { folder, disk, .. } = &self.place;
        self.place.sync_folder(folder)?;
        self.refuse_occupied_target()?;
        disk.rename(folder, &self.target).map_err(unwritable(&self.target))?;
        self.published = true;
        self.place.sync_folder(parent_of(&self.target))
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
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing to be done about a failure here: the next build of this target clears what is left.
        if !self.published {
            let _ = self.place.disk.remove(&self.place.folder);
        }
    }
}

/// The right to write an index, held by one process and gone with it.
pub(crate) struct Lock {
    path: PathBuf,
    _locked: File,
}

impl Lock {
    /// # Errors
    /// Somebody else holds it.
    pub(crate) fn take(target: &Path) -> Result<Self> {
        let path = parent_of(target).join(format!(".{}.lock", name_of(target)?));
        let locked = lock_file(&path, target)?;
        Ok(Self { path, _locked: locked })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn name_of(target: &Path) -> Result<String> {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    // What is written beside the folder and renamed to it needs its name.
    let range = "a path that ends in the folder's name: go one folder up and name it from there";
    name.ok_or_else(|| {
        Error::bad_parameter("the folder", format!("{:?}", target.display().to_string()), range)
    })
}

/// Takes the lock of a target. A file that was removed between opening and locking it locks nothing, so that is looked at again.
fn lock_file(lock: &Path, target: &Path) -> Result<File> {
    use std::os::unix::fs::MetadataExt;
    loop {
        let file = File::create(lock).map_err(unwritable(lock))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => {
                return Err(Kind::Locked { folder: target.display().to_string() }.into());
            }
            // Some file systems have no locks, or none left.
            Err(fault) => return Err(unwritable(lock)(fault.into())),
        }
        let held = file.metadata().map_err(unwritable(lock))?.ino();
        if fs::metadata(lock).is_ok_and(|named| named.ino() == held) {
            return Ok(file);
        }
    }
}

/// Creates what is missing of a path of folders: each is durable in the one it stands in.
fn create_folders(path: &Path, sync: bool, disk: &dyn Disk) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = parent_of(path);
    create_folders(parent, sync, disk)?;
    match disk.create_folder(path) {
        Err(cause) if !path.is_dir() => Err(unwritable(path)(cause)),
        // Somebody else may have been faster.
        _ if sync => disk.sync_folder(parent).map_err(unwritable(parent)),
        _ => Ok(()),
    }
}

fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
