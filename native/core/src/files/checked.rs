//! Files that are compared with their checksums block by block, each before its first use: opening reads almost nothing, and nothing that
//! was not checked is ever used.

use std::ops::{Range, RangeInclusive};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bytemuck::Pod;
use xxhash_rust::xxh3::xxh3_64;

use super::checksum::BLOCK_BYTES;
use super::mapped::Mapped;
use super::prefetch::prefetch;
use crate::error::{Error, Result};
use crate::watch::Brake;

/// The first damage that was found in a group of files: it disables the whole group.
pub(crate) type Damage = Arc<OnceLock<(String, String)>>;

/// A mapped file with the checksums of its blocks, and which of them were compared.
pub(crate) struct CheckedFile {
    name: String,
    map: Mapped,
    sums: Vec<u64>,
    /// Of each block whether it was compared.
    checked: Vec<AtomicBool>,
    /// How many were not.
    unchecked: AtomicUsize,
    damage: Damage,
}

impl CheckedFile {
    pub(crate) fn new(name: String, map: Mapped, sums: Vec<u64>, damage: Damage) -> Self {
        let checked = sums.iter().map(|_| AtomicBool::new(false)).collect();
        let unchecked = AtomicUsize::new(sums.len());
        Self { name, map, sums, checked, unchecked, damage }
    }

    /// Asks the disk for the first so many bytes of it; they are not compared yet. Returns how many it has of them.
    pub(crate) fn expect(&self, most_bytes: usize) -> usize {
        let bytes = most_bytes.min(self.map.bytes().len());
        self.map.expect(0..bytes);
        bytes
    }

    /// Compares all blocks that were not compared yet.
    ///
    /// # Errors
    /// Damaged, with the file's name and the place of the first bad block; or it was cancelled.
    pub(crate) fn check_all(&self, brake: Brake<'_>) -> Result<()> {
        (0..self.sums.len()).filter(|block| !self.is_checked(*block)).try_for_each(|block| {
            brake.check()?;
            self.check(block)
        })
    }

    /// The content as items of one size; `None` when it is no whole number of them.
    pub(crate) fn items<T: Pod>(&self) -> Option<Checked<'_, T>> {
        let all = bytemuck::try_cast_slice(self.map.bytes()).ok()?;
        // A file that was compared whole needs no further look at its blocks.
        let file = (self.unchecked.load(Ordering::Relaxed) > 0).then_some(self);
        Some(Checked { all, before: 0, checked: file.map_or(&[], |file| &file.checked), file })
    }

    #[inline]
    fn is_checked(&self, block: usize) -> bool {
        self.checked[block].load(Ordering::Relaxed)
    }

    /// Ends the work of the caller's caller when one of the blocks is bad: see [`refusing`].
    #[cold]
    #[inline(never)]
    fn check_blocks(&self, blocks: RangeInclusive<usize>) {
        for block in blocks.filter(|block| *block < self.sums.len() && !self.is_checked(*block)) {
            self.check(block).unwrap_or_else(|error| resume_unwind(Box::new(Refusal(error))));
        }
    }

    fn check(&self, block: usize) -> Result<()> {
        let start = block * BLOCK_BYTES;
        let bytes = &self.map.bytes()[start..];
        let bytes = &bytes[..bytes.len().min(BLOCK_BYTES)];
        self.map.expect(start..start + bytes.len());
        if xxh3_64(bytes) != self.sums[block] {
            let reason = format!("the checksum of the block at byte {start} is not the recorded one");
            let _ = self.damage.set((self.name.clone(), reason.clone()));
            return Err(Error::damaged(&self.name, reason));
        }
        // Whoever sees the bit may read the block: it was only read so far, so no order is needed.
        if !self.checked[block].swap(true, Ordering::Relaxed) {
            self.unchecked.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// A part of a file as items, each checked before it is handed out.
pub(crate) struct Checked<'a, T> {
    all: &'a [T],
    /// Bytes of the file before it.
    before: usize,
    /// Of each block of the file whether it was compared; empty where nothing is left to compare.
    checked: &'a [AtomicBool],
    /// `None`: what never lay on a disk.
    file: Option<&'a CheckedFile>,
}

impl<T> Clone for Checked<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Checked<'_, T> {}

impl<'a, T: Pod> Checked<'a, T> {
    /// Items from memory.
    pub(crate) fn trusted(all: &'a [T]) -> Self {
        Self { all, before: 0, checked: &[], file: None }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// One item.
    ///
    /// # Panics
    /// Behind the last one.
    #[inline]
    pub(crate) fn at(&self, at: usize) -> T {
        self.touch(at..at + 1);
        self.all[at]
    }

    #[inline]
    pub(crate) fn get(&self, at: usize) -> Option<T> {
        (at < self.all.len()).then(|| self.at(at))
    }

    /// Some items.
    ///
    /// # Panics
    /// Behind the last one.
    #[inline]
    pub(crate) fn part(&self, items: Range<usize>) -> &'a [T] {
        if items.start < items.end {
            self.touch(items.clone());
        }
        &self.all[items]
    }

    /// All of them.
    pub(crate) fn whole(&self) -> &'a [T] {
        self.part(0..self.all.len())
    }

    /// Asks for the memory of an item, which may still be unchecked.
    #[inline]
    pub(crate) fn prefetch(&self, at: usize) {
        prefetch(self.all, at);
    }

    /// The first items, and the others; where there are fewer, all of them and none.
    pub(crate) fn split(self, at: usize) -> (Self, Self) {
        let (first, rest) = self.all.split_at(at.min(self.all.len()));
        let before = self.before + size_of_val(first);
        (Self { all: first, ..self }, Self { all: rest, before, ..self })
    }

    #[inline]
    fn touch(&self, items: Range<usize>) {
        let bytes = self.before + items.start * size_of::<T>()..self.before + items.end * size_of::<T>();
        let (first, last) = (bytes.start / BLOCK_BYTES, (bytes.end - 1) / BLOCK_BYTES);
        let (Some(one), Some(other)) = (self.checked.get(first), self.checked.get(last)) else { return };
        let both = one.load(Ordering::Relaxed) & other.load(Ordering::Relaxed);
        if (!both || last > first + 1)
            && let Some(file) = self.file
        {
            file.check_blocks(first..=last);
        }
    }
}

impl<'a, T> Checked<'a, T> {
    /// So many by so many; a last few are left out.
    pub(crate) fn chunks<const N: usize>(self) -> Checked<'a, [T; N]> {
        Checked { all: self.all.as_chunks().0, before: self.before, checked: self.checked, file: self.file }
    }
}

/// What unwinds from a bad block to [`refusing`]. Searches run deep below where an error could be returned without asking for it at every step of the
/// hottest loops, and none of them may go on with a block that is not what was written.
struct Refusal(Error);

/// Runs work on checked files; a bad block that it meets becomes its error.
///
/// # Errors
/// The work's own, and Damaged.
pub(crate) fn refusing<R>(work: impl FnOnce() -> Result<R>) -> Result<R> {
    // What the work shares is files that are only read, and bits that are only set.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done,
        Err(payload) => match payload.downcast::<Refusal>() {
            Ok(refusal) => Err(refusal.0),
            Err(panic) => resume_unwind(panic),
        },
    }
}

/// # Errors
/// Damage that was found before.
pub(crate) fn check_undamaged(damage: &Damage) -> Result<()> {
    match damage.get() {
        Some((file, reason)) => Err(Error::damaged(file, reason.clone())),
        None => Ok(()),
    }
}
