//! The few things that are done to a disk. Everything an index writes goes through here, so that a test can end the writer at any one of them.

use std::fs::{self, File};
use std::io::{ErrorKind, Result, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;

use crate::error::{self, unreadable, unwritable};

/// What a writer asks of the disk.
pub(crate) trait Disk: Send + Sync {
    /// A new file; an existing one is an error.
    fn create(&self, path: &Path) -> Result<Box<dyn DiskFile>>;
    fn create_folder(&self, path: &Path) -> Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> Result<()>;
    /// A file, or a folder with everything in it.
    fn remove(&self, path: &Path) -> Result<()>;
    /// Makes the content of files durable.
    fn sync(&self, files: Vec<Written>) -> error::Result<()> {
        files.into_iter().try_for_each(Written::sync)
    }
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &Path) -> Result<()>;
}

/// A file while it is written.
pub(crate) trait DiskFile: Write + Send {
    /// Makes the content durable.
    fn sync(&mut self) -> Result<()>;
}

/// A file that was written, and is durable when it was synced.
pub(crate) struct Written {
    pub(crate) path: PathBuf,
    pub(crate) file: Box<dyn DiskFile>,
}

impl Written {
    fn sync(mut self) -> error::Result<()> {
        self.file.sync().map_err(unwritable(&self.path))
    }
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

    /// All at once: what is asked for side by side empties the disk's cache, or ends a file system's journal, together. One after the other each
    /// waits for that anew, and it is most of what syncing a small file takes.
    fn sync(&self, files: Vec<Written>) -> error::Result<()> {
        let others = 1..files.len();
        let files = Mutex::new(files.into_iter());
        let next = || files.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || std::iter::from_fn(next).try_for_each(Written::sync);
        std::thread::scope(|scope| {
            // Where no thread can be had, those that are there do its part.
            let others = others.filter_map(|_| Builder::new().spawn_scoped(scope, work).ok());
            let others: Vec<_> = others.collect();
            let own = work();
            let joined =
                others.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            joined.chain([own]).collect()
        })
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
