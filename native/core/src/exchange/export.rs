//! To infini-gram: the rows of an index as one shard of its version 4, which its stock engine opens.

use std::fs::{self, File};
use std::io::{BufWriter, Result as IoResult, Write};
use std::path::{Path, PathBuf};

use crate::build::segment::segment_writer::{Pending, write_tokens, write_unigrams};
use crate::build::segment::suffix_array::{MAX_SEGMENT_TOKENS, sort_suffixes};
use crate::error::{Error, Kind, Result, unwritable};
use crate::index::Index;
use crate::store::checked::refusing;
use crate::store::pointers::write_pointers;
use crate::store::segment::TOKEN_BYTES;
use crate::watch::{Phase, Progress, Watch};

impl Index {
    /// Writes `tokenized.0`, `table.0`, `offset.0`, `metadata.0`, `metaoff.0` and `unigram.0` into a folder that must not exist or be
    /// empty; it appears whole or not at all. However the index was cut into segments, the files are the same. Holds 8 bytes a token in memory (the
    /// tokens and their order), and the metadata.
    ///
    /// # Errors
    /// The folder is in use or can't be written, the index has more tokens than one suffix array can hold, or it was cancelled.
    pub fn export_infini_gram(&self, folder: &Path, watch: Watch<'_>) -> Result<()> {
        let mut rows = refusing(|| self.gather(watch))?;
        watch.report(Progress { phase: Phase::Segments, done: 0, total: Some(1) });
        let out = Output::begin(folder)?;
        out.file("tokenized.0", |file| write_tokens(&rows.tokens, file))?;
        let sorted = sort_suffixes(std::mem::take(&mut rows.tokens))?;
        watch.check()?;
        out.file("table.0", |file| write_pointers(sorted.order.all(), TOKEN_BYTES, file))?;
        out.file("offset.0", |file| {
            let mut offsets = rows.starts.iter().map(|start| u64::from(*start) * TOKEN_BYTES as u64);
            offsets.try_for_each(|offset| file.write_all(&offset.to_le_bytes()))
        })?;
        out.file("metadata.0", |file| file.write_all(&rows.metadata))?;
        out.file("metaoff.0", |file| file.write_all(bytemuck::cast_slice(&rows.metadata_starts)))?;
        out.file("unigram.0", |file| write_unigrams(&sorted.frequencies, file))?;
        watch.check()?;
        out.publish()
    }

    fn gather(&self, watch: Watch<'_>) -> Result<Pending> {
        let mut rows = Pending::default();
        for segment in self.segments() {
            let view = segment.view();
            for local in segment.live_rows() {
                watch.check()?;
                let tokens = view.row_tokens(local);
                if rows.tokens.len() + tokens.len() >= MAX_SEGMENT_TOKENS {
                    let reason = format!("at most {MAX_SEGMENT_TOKENS} tokens can be exported at once");
                    return Err(Error::bad_parameter("tokens", rows.tokens.len() + tokens.len(), reason));
                }
                rows.copy_row(segment, &view, local)?;
            }
            watch.report(Progress { phase: Phase::Rows, done: rows.starts.len() as u64, total: None });
        }
        Ok(rows)
    }
}

/// A folder beside the one it becomes. Dropped before that, it is removed.
struct Output {
    target: PathBuf,
    folder: PathBuf,
}

impl Output {
    fn begin(target: &Path) -> Result<Self> {
        let exists = || Error::from(Kind::Exists { folder: target.display().to_string() });
        let name = target.file_name().ok_or_else(exists)?.to_string_lossy();
        let occupied = fs::read_dir(target).map_or(target.exists(), |mut entries| entries.next().is_some());
        if occupied {
            return Err(exists());
        }
        let folder = target.with_file_name(format!(".{name}.exporting-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(unwritable(&folder))?;
        Ok(Self { target: target.into(), folder })
    }

    fn file(&self, name: &str, fill: impl FnOnce(&mut BufWriter<File>) -> IoResult<()>) -> Result<()> {
        let path = self.folder.join(name);
        let write = || {
            let mut file = BufWriter::with_capacity(1 << 18, File::create(&path)?);
            fill(&mut file)?;
            file.flush()?;
            file.get_ref().sync_all()
        };
        write().map_err(unwritable(&path))
    }

    fn publish(self) -> Result<()> {
        fs::rename(&self.folder, &self.target).map_err(unwritable(&self.target))?;
        let parent = self.target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        File::open(parent).and_then(|parent| parent.sync_all()).map_err(unwritable(parent))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // After the rename there is nothing under this name, and a failure before it left only what nobody reads.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
