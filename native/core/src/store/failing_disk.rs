//! A disk that ends its writer at a chosen step, and then loses what was not synced: what a kill and a power cut leave behind.

use std::fs::{self, OpenOptions};
use std::io::{Error, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::disk::{Disk, DiskFile, RealDisk};

/// Every step before the chosen one is done, that one half where it can be, and none after it.
#[derive(Clone)]
pub(crate) struct FailingDisk(Arc<State>);

struct State {
    steps: AtomicUsize,
    last: usize,
    unsynced: Mutex<Vec<PathBuf>>,
}

impl FailingDisk {
    pub(crate) fn ending_at(last: usize) -> Self {
        Self(Arc::new(State { steps: AtomicUsize::new(0), last, unsynced: Mutex::default() }))
    }

    /// Whether the chosen step was reached.
    pub(crate) fn has_ended(&self) -> bool {
        self.0.steps.load(Ordering::SeqCst) > self.0.last
    }

    /// Files whose content was never synced lose a half of it.
    pub(crate) fn cut_power(&self) {
        for path in self.0.unsynced.lock().unwrap().drain(..) {
            if let Ok(file) = OpenOptions::new().write(true).open(&path) {
                let bytes = file.metadata().unwrap().len();
                file.set_len(bytes / 2).unwrap();
            }
        }
    }

    /// Fails from the chosen step on; says whether this is that step.
    fn step(&self) -> std::result::Result<(), bool> {
        let step = self.0.steps.fetch_add(1, Ordering::SeqCst);
        if step < self.0.last { Ok(()) } else { Err(step == self.0.last) }
    }

    fn checked(&self) -> Result<()> {
        self.step().map_err(|_| ended())
    }
}

fn ended() -> Error {
    Error::other("the disk has ended")
}

impl Disk for FailingDisk {
    fn create(&self, path: &Path) -> Result<Box<dyn DiskFile>> {
        self.checked()?;
        let file = RealDisk.create(path)?;
        self.0.unsynced.lock().unwrap().push(path.to_owned());
        Ok(Box::new(FailingFile { disk: self.clone(), path: path.to_owned(), file }))
    }

    fn create_folder(&self, path: &Path) -> Result<()> {
        self.checked()?;
        RealDisk.create_folder(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.checked()?;
        RealDisk.rename(from, to)?;
        for path in self.0.unsynced.lock().unwrap().iter_mut() {
            if let Ok(below) = path.clone().strip_prefix(from) {
                *path = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
            }
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> Result<()> {
        match self.step() {
            Ok(()) => RealDisk.remove(path),
            // Killed in the middle of a folder: some of its files are gone.
            Err(true) if path.is_dir() => {
                if let Some(entry) = fs::read_dir(path)?.next() {
                    fs::remove_file(entry?.path())?;
                }
                Err(ended())
            }
            Err(_) => Err(ended()),
        }
    }

    fn sync_folder(&self, path: &Path) -> Result<()> {
        self.checked()?;
        RealDisk.sync_folder(path)
    }
}

struct FailingFile {
    disk: FailingDisk,
    path: PathBuf,
    file: Box<dyn DiskFile>,
}

impl Write for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match self.disk.step() {
            Ok(()) => self.file.write(bytes),
            Err(is_last) => {
                if is_last {
                    self.file.write_all(&bytes[..bytes.len() / 2])?;
                }
                Err(ended())
            }
        }
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush()
    }
}

impl DiskFile for FailingFile {
    fn sync(&mut self) -> Result<()> {
        self.disk.checked()?;
        self.file.sync()?;
        self.disk.0.unsynced.lock().unwrap().retain(|path| *path != self.path);
        Ok(())
    }
}
