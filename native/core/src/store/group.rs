//! The files of a group, opened by what the manifest says of them.

use std::collections::HashMap;
use std::path::Path;

use super::manifest::GroupRecord;
use crate::error::{Error, Result};
use crate::files::checked::{CheckedFile, Damage};
use crate::files::checksum::{BLOCK_BYTES, FileRecord, check_file, checksum_of_sums};
use crate::files::disk::is_file;
use crate::files::mapped::Mapped;
use crate::watch::Brake;

/// The files of a group, with the checksums of their blocks.
pub(crate) struct Group<'g> {
    folder: &'g Path,
    record: &'g GroupRecord,
    sums: HashMap<&'g str, Vec<u64>>,
    damage: Damage,
}

impl<'g> Group<'g> {
    /// Reads the checksums.
    ///
    /// # Errors
    /// They are missing, cut short or altered.
    pub(crate) fn open(folder: &'g Path, record: &'g GroupRecord) -> Result<Self> {
        let (name, listed) = entry(record, "checksums")?;
        let file = open_mapped(folder, &name)?;
        check_file(&name, file.bytes(), listed, Brake::default())?;
        let mut sums = file.bytes().chunks_exact(size_of::<u64>());
        let mut by_file = HashMap::new();
        for (file, listed) in record.files.iter().filter(|(file, _)| **file != name) {
            let blocks = (listed.bytes as usize).div_ceil(BLOCK_BYTES);
            let of_file: Vec<u64> = sums.by_ref().take(blocks).map(bytemuck::pod_read_unaligned).collect();
            if checksum_of_sums(&of_file) != listed.checksum {
                return Err(Error::damaged(file, "the checksums of its blocks are not the recorded ones"));
            }
            by_file.insert(file.as_str(), of_file);
        }
        Ok(Self { folder, record, sums: by_file, damage: Damage::default() })
    }

    /// # Errors
    /// The file is missing or has another length.
    pub(crate) fn file(&self, what: &str) -> Result<CheckedFile> {
        let (name, listed) = entry(self.record, what)?;
        self.listed_file(&name, listed)
    }

    /// The first damage that is found in its files.
    pub(crate) fn damage(&self) -> Damage {
        Damage::clone(&self.damage)
    }

    fn listed_file(&self, name: &str, listed: &FileRecord) -> Result<CheckedFile> {
        let map = open_mapped(self.folder, name)?;
        let bytes = map.bytes().len() as u64;
        if bytes != listed.bytes {
            return Err(Error::damaged(name, format!("it has {bytes} bytes, not {}", listed.bytes)));
        }
        let sums = self.sums.get(name).cloned().unwrap_or_default();
        Ok(CheckedFile::new(name.to_owned(), map, sums, self.damage()))
    }
}

/// All files of a group that can be opened, to be compared with their checksums; and what is wrong with the others.
pub(crate) struct WholeGroup {
    files: Vec<CheckedFile>,
    /// Where the checksums of blocks can't be had: a file still has one of its own.
    unsummed: Vec<(String, Mapped, FileRecord)>,
    faults: Vec<Error>,
    /// Why they can't be had, where that is all that is wrong.
    fault: Option<Error>,
}

impl WholeGroup {
    pub(crate) fn open(folder: &Path, record: &GroupRecord) -> Self {
        let group = Group::open(folder, record);
        let (mut files, mut unsummed, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for (name, listed) in &record.files {
            let fault = match &group {
                Ok(group) => group.listed_file(name, listed).map(|file| files.push(file)),
                Err(_) => open_mapped(folder, name)
                    .map(|map| unsummed.push((name.clone(), map, FileRecord::clone(listed)))),
            };
            faults.extend(fault.err());
        }
        Self { files, unsummed, faults, fault: group.err() }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.faults.is_empty() && self.fault.is_none()
    }

    /// Compares all blocks: at most one fault of each file.
    pub(crate) fn check(self, brake: Brake<'_>) -> Vec<Error> {
        let Self { files, unsummed, mut faults, fault } = self;
        let check = |(name, map, listed): &(String, Mapped, FileRecord)| {
            check_file(name, map.bytes(), listed, brake).err()
        };
        faults.extend(unsummed.iter().filter_map(check));
        faults.extend(files.iter().filter_map(|file| file.check_all(brake).err()));
        // What is wrong with the checksums is said of their own file already.
        faults.extend(fault.filter(|_| faults.is_empty()));
        faults
    }
}

fn entry<'r>(record: &'r GroupRecord, what: &str) -> Result<(String, &'r FileRecord)> {
    let name = format!("{what}.{}", record.name);
    match record.files.get(&name) {
        Some(listed) => Ok((name, listed)),
        None => Err(Error::damaged(&name, "the manifest does not list it")),
    }
}

fn open_mapped(folder: &Path, name: &str) -> Result<Mapped> {
    let path = folder.join(name);
    match is_file(&path)? {
        true => Mapped::open(&path),
        false => Err(Error::damaged(name, "it is missing")),
    }
}
