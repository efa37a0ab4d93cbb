//! To infini-gram: the rows of an index as one shard of its version 4, which its stock engine opens.

use std::fs::File;
use std::io::{BufWriter, Result as IoResult, Write};
use std::path::Path;
use std::sync::Arc;

use crate::build::segment::segment_writer::{Pending, write_unigrams};
use crate::build::segment::suffix_array::{MAX_SEGMENT_TOKENS, sort_suffixes};
use crate::columns::pointers::write_pointers;
use crate::error::{Error, Result, unwritable};
use crate::files::checked::refusing;
use crate::files::disk::RealDisk;
use crate::index::Index;
use crate::store::folder::Staging;
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
        let staging = Staging::begin(folder, true, Arc::new(RealDisk))?;
        let out = &staging.place().folder;
        write_file(out, "tokenized.0", |file| rows.tokens.write(file))?;
        let sorted = sort_suffixes(std::mem::take(&mut rows.tokens))?;
        watch.check()?;
        write_file(out, "table.0", |file| write_pointers(sorted.order.all(), TOKEN_BYTES, file))?;
        write_file(out, "offset.0", |file| {
            let mut offsets = rows.starts.iter().map(|start| u64::from(*start) * TOKEN_BYTES as u64);
            offsets.try_for_each(|offset| file.write_all(&offset.to_le_bytes()))
        })?;
        write_file(out, "metadata.0", |file| rows.metadata.write(file))?;
        write_file(out, "metaoff.0", |file| rows.metadata_starts.write(file))?;
        write_file(out, "unigram.0", |file| write_unigrams(&sorted.frequencies, file))?;
        watch.check()?;
        staging.publish()
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

fn write_file(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut BufWriter<File>) -> IoResult<()>,
) -> Result<()> {
    let path = folder.join(name);
    let write = || {
        let mut file = BufWriter::with_capacity(1 << 18, File::create(&path)?);
        fill(&mut file)?;
        file.flush()?;
        file.get_ref().sync_all()
    };
    write().map_err(unwritable(&path))
}
