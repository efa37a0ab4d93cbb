//! Compares all files of an index with their checksums. It goes by the manifest alone, so no bad file hides another.

use std::path::Path;

use super::group::WholeGroup;
use super::manifest::Manifest;
use crate::error::{Error, Result};
use crate::watch::{Phase, Progress, Watch};

/// # Errors
/// There is no index, or it is of another format or tokenizer; every file that is missing, can't be read, has another length or is altered, by its name; or
/// it was cancelled.
pub(crate) fn verify(folder: &Path, watch: Watch<'_>) -> Result<()> {
    let (groups, segments) = open_all(folder)?;
    let mut faults = Vec::new();
    for (group, done) in groups.into_iter().zip(0..) {
        watch.check()?;
        // Behind the segments come the language counts, which are soon compared.
        if done < segments {
            watch.report(Progress { phase: Phase::Segments, done, total: Some(segments) });
        }
        faults.extend(group.check(watch.brake()));
    }
    // What was cut short was not found to be bad.
    watch.check()?;
    match faults.len() {
        0 | 1 => faults.pop().map_or(Ok(()), Err),
        // None is damaged: what keeps the first from being read may keep the others.
        _ if faults.iter().all(|fault| fault.code() != "HW502") => Err(faults.swap_remove(0)),
        _ => Err(Error::several(&faults)),
    }
}

/// All files, and of how many segments. A writer may replace the manifest meanwhile, and remove files: then the new one's are opened. What is open stays there.
fn open_all(folder: &Path) -> Result<(Vec<WholeGroup>, u64)> {
    let mut manifest = Manifest::read(folder)?;
    loop {
        let segments = manifest.segments.len() as u64;
        let groups: Vec<_> = manifest.groups().map(|record| WholeGroup::open(folder, record)).collect();
        if groups.iter().all(WholeGroup::is_open) {
            return Ok((groups, segments));
        }
        let newest = Manifest::read(folder)?;
        if newest == manifest {
            return Ok((groups, segments));
        }
        manifest = newest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::CHECKS;
    use crate::{BuildOptions, Builder, Row};

    #[test]
    fn files_without_the_checksums_of_their_blocks_are_compared_with_an_eye_on_the_brake() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("index");
        let options = BuildOptions { sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default()).unwrap();
        let text = " the".repeat(200_000);
        builder.add_row(&Row { id: "a".into(), owner: None, text, metadata: None }, "rows", 1).unwrap();
        builder.finish().unwrap();
        std::fs::remove_file(folder.join("checksums.0")).unwrap();
        let bytes = std::fs::metadata(folder.join("tokenized.0")).unwrap().len();
        let blocks = (bytes / (1 << 16)) as usize;
        let before = CHECKS.get();
        let error = verify(&folder, Watch::default()).unwrap_err();
        assert_eq!(error.code(), "HW502");
        assert!(error.to_string().contains("checksums.0"), "{error}");
        assert!(blocks > 10 && CHECKS.get() - before > blocks, "{} checks", CHECKS.get() - before);
    }
}
