//! An open index, and the one question it answers.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::answer::Scope;
use crate::error::{Error, Result};
use crate::files::checked::refusing;
use crate::parameters::Parameters;
use crate::result::Attribution;
use crate::selection::{Chosen, Selection};
use crate::shelf::Shelf;
use crate::store::manifest::IndexInfo;
use crate::store::segment::Segment;
use crate::store::verify::verify;
use crate::text::tokenizer::Tokenizer;
use crate::watch::{Brake, Watch};

/// An index, open for reading. Its files don't change while it is open, whatever is written beside them.
pub struct Index {
    folder: PathBuf,
    shelf: Shelf,
    /// Those asked for last, the newest first.
    selections: Mutex<Vec<Arc<Selection>>>,
}

/// Selections an index remembers. Each takes a bit for every token of the index and the language counts of its rows.
const REMEMBERED: usize = 8;

impl Index {
    /// Opens the index in a folder. The lengths of its files are compared now, their content with checksums block by block, each before its first use;
    /// [`Index::verify`] compares all of them.
    ///
    /// Files are mapped: while an index is open nobody may cut one short or write into it. Who reads behind the end of a file that was cut is ended by the
    /// system (SIGBUS), and a block that changes after its comparison is not compared again. Writers of this crate do neither: they write new files and remove
    /// old ones, which stay readable to whoever has them open.
    ///
    /// # Errors
    /// There is no index, it is of another format or tokenizer, or one of its files is missing, has another length or is altered where it was read: its
    /// name is given.
    pub fn open(folder: &Path) -> Result<Self> {
        // Nothing here needs the vocabulary, but the first question does.
        Tokenizer::prepare();
        Ok(Self::of(folder.into(), Shelf::open(folder)?))
    }

    /// Compares every file of the index in a folder with its checksums, and says what it holds.
    ///
    /// # Errors
    /// As [`Index::open`], with the name of every bad file and where it is bad; or it was cancelled.
    pub fn verify(folder: &Path, watch: Watch<'_>) -> Result<IndexInfo> {
        verify(folder, watch)?;
        // Files that are whole may still contradict each other, where somebody made their checksums right again.
        Ok(Self::open(folder)?.info())
    }

    /// The index as the last commit left it, or `None` when this one is that. Opens only what is new; this one stays what it is.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn refreshed(&self) -> Result<Option<Self>> {
        let newest = self.shelf.refreshed(&self.folder)?;
        Ok(newest.map(|shelf| Self::of(self.folder.clone(), shelf)))
    }

    fn of(folder: PathBuf, shelf: Shelf) -> Self {
        Self { folder, shelf, selections: Mutex::default() }
    }

    /// Its segments, in order of submission.
    pub(crate) fn segments(&self) -> &[Arc<Segment>] {
        self.shelf.segments()
    }

    /// What the index holds.
    pub fn info(&self) -> IndexInfo {
        self.shelf.manifest().info()
    }

    /// Splits the credit for a text between the rows of this index and shows the evidence.
    ///
    /// For L tokens of output and N of data it takes O(L log N) searches; what the passages' sources cost is bounded by `max_passages` and
    /// `max_sources`.
    ///
    /// # Errors
    /// The text is too large, a parameter is out of its range, or it was cancelled.
    pub fn attribute(&self, text: &str, parameters: &Parameters, watch: Watch<'_>) -> Result<Attribution> {
        let manifest = self.shelf.manifest();
        let scope = Scope {
            segments: self.segments(),
            masks: None,
            counts: self.shelf.counts(),
            tokens: manifest.tokens,
            data_set: &manifest.data_set,
        };
        scope.attribute(text, parameters, watch)
    }

    /// As [`Index::attribute`], for many texts: the answers in their order. The same for any number of threads.
    ///
    /// # Errors
    /// As [`Index::attribute`]; the first text that can't be answered ends it.
    pub fn attribute_many(
        &self,
        texts: &[&str],
        parameters: &Parameters,
        threads: usize,
        cancelled: &AtomicBool,
    ) -> Result<Vec<Attribution>> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut answers = Vec::new();
            while let Some((at, text)) = texts.get(next.load(Ordering::Relaxed)).and_then(|_| {
                let at = next.fetch_add(1, Ordering::Relaxed);
                texts.get(at).map(|text| (at, text))
            }) {
                answers
                    .push((at, self.attribute(text, parameters, Watch::default().cancelled_by(cancelled))?));
            }
            Ok(answers)
        };
        let parts: Vec<Result<Vec<(usize, Attribution)>>> = std::thread::scope(|scope| {
            let others: Vec<_> =
                (1..threads.clamp(1, texts.len().max(1))).map(|_| scope.spawn(work)).collect();
            let own = work();
            let joined = others.into_iter().map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(Error::internal("a thread that attributed came to an end")))
            });
            joined.chain([own]).collect()
        });
        let mut answers: Vec<(usize, Attribution)> = Vec::with_capacity(texts.len());
        for part in parts {
            answers.extend(part?);
        }
        answers.sort_unstable_by_key(|(at, _)| *at);
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }

    /// The rows of some ranges, by their place in the order of submission, as a data set of their own: what a model version was trained on. Answers equal those of
    /// an index built of these rows alone. The first time costs one pass over the index; the last few are remembered by the data set's hash.
    ///
    /// # Errors
    /// A range that goes beyond the rows; or it was cancelled.
    pub fn select(&self, rows: &[Range<u64>], watch: Watch<'_>) -> Result<Arc<Selection>> {
        let chosen = || Chosen::ranges(self.segments(), self.shelf.manifest().rows, rows);
        refusing(|| self.remember(chosen()?, watch.brake()))
    }

    /// As [`Index::select`], of the rows with these ids.
    ///
    /// # Errors
    /// An id that no row has; or it was cancelled.
    pub fn select_ids(&self, ids: &HashSet<&str>, watch: Watch<'_>) -> Result<Arc<Selection>> {
        refusing(|| self.remember(Chosen::ids(self.segments(), ids, watch.brake())?, watch.brake()))
    }

    /// The selection, made or remembered. Blocks are checked as they are read.
    fn remember(&self, chosen: Chosen, brake: Brake<'_>) -> Result<Arc<Selection>> {
        brake.check()?;
        let hash = chosen.data_set(self.segments());
        let known = |selections: &mut Vec<Arc<Selection>>| {
            let at = selections.iter().position(|selection| selection.data_set() == hash)?;
            let found = selections.remove(at);
            selections.insert(0, Arc::clone(&found));
            Some(found)
        };
        let lock = || self.selections.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known(&mut lock()) {
            return Ok(found);
        }
        // Counted without the lock: who asks for another selection does not wait.
        let made = Arc::new(Selection::new(self.segments(), chosen, hash.clone(), brake)?);
        let mut selections = lock();
        if let Some(found) = known(&mut selections) {
            return Ok(found);
        }
        selections.insert(0, Arc::clone(&made));
        selections.truncate(REMEMBERED);
        Ok(made)
    }
}
