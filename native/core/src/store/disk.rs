//! The few things that are done to a disk. Everything an index writes goes through here, so that a test can end the writer at any one of them.

use std::fs::{self, File};
use std::io::{ErrorKind, Result, Write};
use std::path::Path;

use crate::error::{self, unreadable};

/// What a writer asks of the disk.
pub(crate) trait Disk: Send + Sync {
    /// A new file; an existing one is an error.
    fn create(&self, path: &Path) -> Result<Box<dyn DiskFile>>;
    fn create_folder(&self, path: &Path) -> Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> Result<()>;
    /// A file, or a folder with everything in it.
    fn remove(&self, path: &Path) -> Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &Path) -> Result<()>;
}

/// A file while it is written.
pub(crate) trait DiskFile: Write + Send {
    /// Makes the content durable.
    fn sync(&mut self) -> Result<()>;
}

/// The disk of the machine.
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> Result<Box<dyn DiskFile>> {
        Ok(Box::new(File::create_new(path)?))
    }

    fn create_folder(&self, path: &Path) -> Result<()> {
        fs::create_dir(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> Result<()> {
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
    }

    fn sync_folder(&self, path: &Path) -> Result<()> {
        File::open(path)?.sync_all()
    }
}

impl DiskFile for File {
    fn sync(&mut self) -> Result<()> {
        self.sync_all()
    }
}

/// Whether a file has this name.
///
/// # Errors
/// That can't be found out: there may be one, and who asks may not look.
pub(crate) fn is_file(path: &Path) -> error::Result<bool> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.is_file()),
        Err(fault) if matches!(fault.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(fault) => Err(unreadable(path)(fault)),
    }
}
