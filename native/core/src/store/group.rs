//! The files of a group, opened by what the manifest says of them.

use std::collections::HashMap;
use std::path::Path;

use super::checked::{CheckedFile, Damage};
use super::checksum::{BLOCK_BYTES, FileRecord, check_file, checksum_of_sums};
use super::disk::is_file;
use super::manifest::GroupRecord;
use super::mapped::Mapped;
use crate::error::{Error, Result};
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
        check_file(&name, file.bytes(), listed)?;
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
    faults: Vec<Error>,
}

impl WholeGroup {
    pub(crate) fn open(folder: &Path, record: &GroupRecord) -> Self {
        let group = Group::open(folder, record);
        let open = |name: &str, listed: &FileRecord| match &group {
            Ok(group) => group.listed_file(name, listed).map(Some),
            // Without the checksums of its blocks a file still has one of its own.
            Err(_) => check_file(name, open_mapped(folder, name)?.bytes(), listed).map(|()| None),
        };
        let (mut files, mut faults) = (Vec::new(), Vec::new());
        for (name, listed) in &record.files {
            match open(name, listed) {
                Ok(file) => files.extend(file),
                Err(fault) => faults.push(fault),
            }
        }
        if let (Err(fault), true) = (group, faults.is_empty()) {
            faults.push(fault);
        }
        Self { files, faults }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.faults.is_empty()
    }

    /// Compares all blocks: at most one fault of each file.
    pub(crate) fn check(self, brake: Brake<'_>) -> Vec<Error> {
        let Self { files, mut faults } = self;
        faults.extend(files.iter().filter_map(|file| file.check_all(brake).err()));
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
