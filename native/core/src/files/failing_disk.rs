//! A disk that ends its writer at a chosen step, or is full from then on; and that then loses what was not synced: what a kill, a power cut and a full disk
//! leave behind.

use std::fs;
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use super::disk::{Disk, DiskFile, RealDisk};
use super::turns::{Lane, Turns};
use super::unsynced::Unsynced;

/// Every step before the chosen one is done, that one half where it can be, and none after it. A full disk still renames, removes and syncs.
#[derive(Clone)]
pub(crate) struct FailingDisk(Arc<State>);

struct State {
    steps: AtomicUsize,
    last: AtomicUsize,
    failure: ErrorKind,
    is_between_lists: AtomicBool,
    unsynced: Mutex<Unsynced>,
    turns: Turns,
}

impl FailingDisk {
    pub(crate) fn ending_at(last: usize) -> Self {
        Self::ending_in_turns(last, &[])
    }

    /// Threads that work side by side come in the given order until then.
    pub(crate) fn ending_in_turns(last: usize, turns: &[(Lane, usize)]) -> Self {
        Self::failing(last, ErrorKind::Other, Turns::of(turns))
    }

    pub(crate) fn full_at(last: usize) -> Self {
        Self::failing(last, ErrorKind::StorageFull, Turns::default())
    }

    fn failing(last: usize, failure: ErrorKind, turns: Turns) -> Self {
        let (steps, last) = (AtomicUsize::new(0), AtomicUsize::new(last));
        let (is_between_lists, unsynced) = (AtomicBool::new(false), Mutex::new(Unsynced::new()));
        Self(Arc::new(State { steps, last, failure, is_between_lists, unsynced, turns }))
    }

    /// Whether the chosen step was reached.
    pub(crate) fn has_ended(&self) -> bool {
        self.0.steps.load(Ordering::SeqCst) > self.0.last.load(Ordering::SeqCst)
    }

    /// Whether that was in place of a rename, or of making one durable.
    pub(crate) fn has_ended_between_lists(&self) -> bool {
        self.0.is_between_lists.load(Ordering::SeqCst)
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.0.turns
    }

    /// After a kill: who comes next finds everything that was done, synced or not.
    pub(crate) fn go_on(&self) {
        self.0.last.store(usize::MAX, Ordering::SeqCst);
    }

    /// What was not synced is lost, but for the changes of names that `keep` says.
    pub(crate) fn cut_power(&self, keep: fn(usize, usize) -> bool) {
        self.unsynced().lose(keep);
    }

    fn unsynced(&self) -> MutexGuard<'_, Unsynced> {
        self.0.unsynced.lock().unwrap()
    }

    /// Fails from the chosen step on; says whether this is that step.
    fn step(&self) -> std::result::Result<(), bool> {
        self.0.turns.take(|| {
            let (step, last) =
                (self.0.steps.fetch_add(1, Ordering::SeqCst), self.0.last.load(Ordering::SeqCst));
            (if step < last { Ok(()) } else { Err(step == last) }, step >= last)
        })
    }

    /// A step that takes room.
    fn growing(&self) -> Result<()> {
        self.step().map_err(|_| self.failed())
    }

    /// A step that takes none.
    fn going(&self) -> std::result::Result<(), bool> {
        self.step()
            .or_else(|is_last| if self.0.failure == ErrorKind::StorageFull { Ok(()) } else { Err(is_last) })
    }

    /// A step by which one list takes the place of another.
    fn listing(&self) -> Result<()> {
        self.going().map_err(|is_last| {
            self.0.is_between_lists.fetch_or(is_last, Ordering::SeqCst);
            self.failed()
        })
    }

    fn failed(&self) -> Error {
        Error::new(self.0.failure, "the disk has ended")
    }
}

impl Disk for FailingDisk {
    fn create(&self, path: &Path) -> Result<Box<dyn DiskFile>> {
        self.growing()?;
        let file = RealDisk.create(path)?;
        self.unsynced().made(path);
        Ok(Box::new(FailingFile { disk: self.clone(), path: path.to_owned(), file }))
    }

    fn create_folder(&self, path: &Path) -> Result<()> {
        self.growing()?;
        RealDisk.create_folder(path)?;
        self.unsynced().made(path);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.listing()?;
        self.unsynced().rename(from, to)
    }

    fn remove(&self, path: &Path) -> Result<()> {
        match self.going() {
            Ok(()) => self.unsynced().remove(path),
            // Killed in the middle of a folder: some of its files are gone.
            Err(true) if path.is_dir() => {
                if let Some(entry) = fs::read_dir(path)?.next() {
                    self.unsynced().remove(&entry?.path())?;
                }
                Err(self.failed())
            }
            Err(_) => Err(self.failed()),
        }
    }

    fn sync_folder(&self, path: &Path) -> Result<()> {
        self.listing()?;
        self.unsynced().names_are_synced(path);
        Ok(())
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
                Err(self.disk.failed())
            }
        }
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush()
    }
}

impl DiskFile for FailingFile {
    fn sync(&mut self) -> Result<()> {
        self.disk.going().map_err(|_| self.disk.failed())?;
        self.disk.unsynced().content_is_synced(&self.path);
        Ok(())
    }
}
