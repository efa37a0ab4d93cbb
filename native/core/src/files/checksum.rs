//! Checksums by block, so that a part of a file can be trusted without reading all of it, and the writer that makes them.

use std::io::Write;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::disk::DiskFile;
use crate::error::{Error, Result};
use crate::watch::Brake;

/// Bytes under one checksum: the first touch of a block costs 6 us at 10 GB/s, and its sums are a 8,192nd of the file.
pub(crate) const BLOCK_BYTES: usize = 1 << 16;

/// Bytes handed to the system at once: a huge page, so that its cache holds the file in such pages where it can, and a reader's jumps need not look up so many addresses.
const WRITTEN_BYTES: usize = 2 << 20;

/// What the manifest knows of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    pub(crate) bytes: u64,
    /// XXH3 over the little-endian XXH3 of each block.
    pub(crate) checksum: String,
}

/// A file that was written whole.
pub(crate) struct Summed {
    /// Not synced yet.
    pub(crate) file: Box<dyn DiskFile>,
    pub(crate) record: FileRecord,
    pub(crate) sums: Vec<u64>,
    /// Memory to be used again.
    pub(crate) room: Vec<u8>,
}

/// A file that is written once and summed on its way.
pub(crate) struct SummedFile {
    file: Box<dyn DiskFile>,
    /// What the system was not given yet.
    waiting: Vec<u8>,
    /// Bytes of it that are under a sum: whole blocks.
    summed: usize,
    bytes: u64,
    sums: Vec<u64>,
    is_steady: bool,
}

impl SummedFile {
    /// `room` is memory to be used again; what it holds is forgotten.
    pub(crate) fn new(file: Box<dyn DiskFile>, mut room: Vec<u8>) -> Self {
        room.clear();
        Self { file, waiting: room, summed: 0, bytes: 0, sums: Vec::new(), is_steady: false }
    }

    /// Whether the disk gets what is written piece by piece, each synced before the next. It takes longer, but no other file that is synced meanwhile waits
    /// for more than a piece: a disk that is to empty its cache empties all of it.
    pub(crate) fn steady(self, is_steady: bool) -> Self {
        Self { is_steady, ..self }
    }

    /// Writes what is left and says what was written.
    pub(crate) fn finish(mut self) -> std::io::Result<Summed> {
        self.sums.extend(self.waiting[self.summed..].chunks(BLOCK_BYTES).map(xxh3_64));
        if !self.waiting.is_empty() {
            self.file.write_all(&self.waiting)?;
            self.end_piece()?;
        }
        self.file.flush()?;
        let record = FileRecord { bytes: self.bytes, checksum: checksum_of_sums(&self.sums) };
        Ok(Summed { file: self.file, record, sums: self.sums, room: self.waiting })
    }

    fn end_piece(&mut self) -> std::io::Result<()> {
        if self.is_steady { self.file.sync() } else { Ok(()) }
    }

    /// Holds some bytes back until they are as many as the system is given at once.
    fn wait(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.waiting.extend_from_slice(bytes);
        // Summed while they are near the processor.
        while self.waiting.len() - self.summed >= BLOCK_BYTES {
            self.sums.push(xxh3_64(&self.waiting[self.summed..self.summed + BLOCK_BYTES]));
            self.summed += BLOCK_BYTES;
        }
        if self.waiting.len() == WRITTEN_BYTES {
            self.file.write_all(&self.waiting)?;
            self.end_piece()?;
            self.waiting.clear();
            self.summed = 0;
        }
        Ok(())
    }
}

impl Write for SummedFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let taken = bytes.len().min(WRITTEN_BYTES - self.waiting.len());
        match taken == WRITTEN_BYTES {
            // As many as that need not wait.
            true => {
                self.sums.extend(bytes[..taken].chunks(BLOCK_BYTES).map(xxh3_64));
                self.file.write_all(&bytes[..taken])?;
                self.end_piece()?;
            }
            false => self.wait(&bytes[..taken])?,
        }
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// The checksum that stands for all blocks of a file.
pub(crate) fn checksum_of_sums(sums: &[u64]) -> String {
    let bytes: Vec<u8> = sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
    format!("xxh3:{:016x}", xxh3_64(&bytes))
}

/// Compares a whole file with what was recorded of it.
///
/// # Errors
/// Damaged, with the file's name and what differs; or it was cancelled.
pub(crate) fn check_file(name: &str, bytes: &[u8], record: &FileRecord, brake: Brake<'_>) -> Result<()> {
    if bytes.len() as u64 != record.bytes {
        return Err(Error::damaged(name, format!("it has {} bytes, not {}", bytes.len(), record.bytes)));
    }
    let sum = |block| brake.check().map(|()| xxh3_64(block));
    let sums: Vec<u64> = bytes.chunks(BLOCK_BYTES).map(sum).collect::<Result<_>>()?;
    if checksum_of_sums(&sums) != record.checksum {
        return Err(Error::damaged(name, "its checksum is not the recorded one"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::disk::{Disk, RealDisk};

    #[test]
    fn whatever_is_written_at_once_the_file_and_its_sums_are_the_same() {
        let home = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> =
            (0..2 * WRITTEN_BYTES as u32 + 99_999).map(|at| (at.wrapping_mul(at) >> 7) as u8).collect();
        let mut room = vec![7; 1_000];
        for length in [0, 1, BLOCK_BYTES, WRITTEN_BYTES, WRITTEN_BYTES + 1, bytes.len()] {
            for at_once in [999, BLOCK_BYTES, WRITTEN_BYTES - 1, bytes.len()] {
                let path = home.path().join(format!("{length}-{at_once}"));
                let mut file = SummedFile::new(RealDisk.create(&path).unwrap(), room);
                bytes[..length].chunks(at_once).for_each(|some| file.write_all(some).unwrap());
                let Summed { record, sums, room: used, .. } = file.finish().unwrap();
                room = used;
                assert!(std::fs::read(&path).unwrap() == bytes[..length], "{length} {at_once}");
                assert_eq!(sums.len(), length.div_ceil(BLOCK_BYTES));
                check_file("file", &bytes[..length], &record, Brake::default()).unwrap();
            }
        }
    }
}
