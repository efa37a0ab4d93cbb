//! Checksums by block, so that a part of a file can be trusted without reading all of it, and the writer that makes them.

use std::io::{BufWriter, Write};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::disk::DiskFile;
use crate::error::{Error, Result};

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

/// A file that is written once and summed on its way.
pub(crate) struct SummedFile {
    out: BufWriter<Box<dyn DiskFile>>,
    hash: Xxh3,
    in_block: usize,
    bytes: u64,
    sums: Vec<u64>,
}

impl SummedFile {
    pub(crate) fn new(file: Box<dyn DiskFile>) -> Self {
        let out = BufWriter::with_capacity(WRITTEN_BYTES, file);
        Self { out, hash: Xxh3::new(), in_block: 0, bytes: 0, sums: Vec::new() }
    }

    /// Flushes, syncs when asked to, and says what was written.
    pub(crate) fn finish(mut self, sync: bool) -> std::io::Result<(FileRecord, Vec<u64>)> {
        if self.in_block > 0 {
            self.sums.push(self.hash.digest());
        }
        self.out.flush()?;
        if sync {
            self.out.get_mut().sync()?;
        }
        Ok((FileRecord { bytes: self.bytes, checksum: checksum_of_sums(&self.sums) }, self.sums))
    }
}

impl Write for SummedFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let taken = bytes.len().min(BLOCK_BYTES - self.in_block);
        self.out.write_all(&bytes[..taken])?;
        self.hash.update(&bytes[..taken]);
        self.in_block += taken;
        self.bytes += taken as u64;
        if self.in_block == BLOCK_BYTES {
            self.sums.push(self.hash.digest());
            self.hash.reset();
            self.in_block = 0;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
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
/// Damaged, with the file's name and what differs.
pub(crate) fn check_file(name: &str, bytes: &[u8], record: &FileRecord) -> Result<()> {
    if bytes.len() as u64 != record.bytes {
        return Err(Error::damaged(name, format!("it has {} bytes, not {}", bytes.len(), record.bytes)));
    }
    let sums: Vec<u64> = bytes.chunks(BLOCK_BYTES).map(xxh3_64).collect();
    if checksum_of_sums(&sums) != record.checksum {
        return Err(Error::damaged(name, "its checksum is not the recorded one"));
    }
    Ok(())
}
