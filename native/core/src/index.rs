//! An open index, and the one question it answers.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::credit::information::{Information, NAT};
use crate::credit::shares::{Credit, Split, WHOLE_PPB, split_credit};
use crate::credit::windows::{minimal_windows, rows_of_tokens};
use crate::error::{Error, Result};
use crate::evidence::passages::{Judged, Shown, show_passages};
use crate::evidence::sources::Corpus;
use crate::parameters::Parameters;
use crate::query::matches::Matches;
use crate::query::scan::{candidates, maximal};
use crate::result::{Attribution, IndexInfo, Passage, Share, Source};
use crate::shelf::Shelf;
use crate::store::segment::{Segment, View};
use crate::text::places::Places;
use crate::text::row::RowNumber;
use crate::text::tokenizer::{NAME, Token, Tokenizer};
use crate::watch::{Step, Watch};

/// Bytes of UTF-8 an output may have. Larger ones are no model's answer, and their evidence could not be read by anyone.
pub const MAX_OUTPUT_BYTES: usize = 1 << 20;

/// An index, open for reading. Its files don't change while it is open, whatever is written beside them.
pub struct Index {
    folder: PathBuf,
    shelf: Shelf,
}

impl Index {
    /// Opens the index in a folder; every file is compared with its checksum first.
    ///
    /// # Errors
    /// There is no index, it is of another format or tokenizer, or one of its files is missing, cut short or altered: its name is given.
    pub fn open(folder: &Path) -> Result<Self> {
        Ok(Self { folder: folder.into(), shelf: Shelf::open(folder)? })
    }

    /// The index as the last commit left it, or `None` when this one is that. Opens only what is new; this one stays what it is.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn refreshed(&self) -> Result<Option<Self>> {
        let newest = self.shelf.refreshed(&self.folder)?;
        Ok(newest.map(|shelf| Self { folder: self.folder.clone(), shelf }))
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
        parameters.check()?;
        if text.len() > MAX_OUTPUT_BYTES {
            return Err(Error::text_too_large(text.len(), MAX_OUTPUT_BYTES));
        }
        let output = Tokenizer::get().encode(text);
        watch.done(Step::Tokens);
        let mut answer = self.unattributed(output.len(), parameters);
        if output.len() >= parameters.min_tokens && self.shelf.manifest().tokens > 0 {
            self.credit(text, &output, parameters, watch, &mut answer)?;
        }
        Ok(answer)
    }

    /// The answer while nobody has earned anything.
    fn unattributed(&self, tokens: usize, parameters: &Parameters) -> Attribution {
        Attribution {
            method: parameters.method(),
            tokenizer: NAME,
            data_set: self.shelf.manifest().data_set.clone(),
            parameters: parameters.clone(),
            tokens,
            unattributed_ppb: WHOLE_PPB,
            shares: Vec::new(),
            passages: Vec::new(),
            passages_total: 0,
        }
    }

    fn credit(
        &self,
        text: &str,
        output: &[Token],
        parameters: &Parameters,
        watch: Watch<'_>,
        answer: &mut Attribution,
    ) -> Result<()> {
        let views: Vec<View<'_>> = self.segments().iter().map(|segment| segment.view()).collect();
        let mut information =
            Information::new(self.shelf.counts(), self.shelf.manifest().tokens, output, parameters);
        watch.done(Step::Counts);
        let matches = Matches::find(&views, output, watch)?;
        let candidates = candidates(&matches, &mut information, parameters, watch)?;
        watch.done(Step::Scan);
        let windows = minimal_windows(&views, &candidates);
        let rows_of_tokens = rows_of_tokens(&windows, output.len());
        let Split { credits, unattributed_ppb } = split_credit(&windows, &rows_of_tokens, &mut information);
        watch.done(Step::Credit);
        let corpus = Corpus { matches: &matches, marks: RefCell::default() };
        let places = Places::new(text, output);
        let maximal = maximal(&matches);
        let judged = Judged { windows: &windows, rows_of_tokens: &rows_of_tokens, maximal: &maximal };
        let (shown, total) = show_passages(&corpus, &judged, &mut information, &places, (parameters, watch))?;
        watch.done(Step::Passages);
        let threshold = information.threshold() as f64;
        answer.unattributed_ppb = unattributed_ppb;
        answer.shares = credits.iter().map(|credit| self.share(credit, threshold)).collect::<Result<_>>()?;
        answer.passages =
            shown.into_iter().map(|shown| self.passage(shown, threshold, &places)).collect::<Result<_>>()?;
        answer.passages_total = total;
        watch.done(Step::Names);
        Ok(())
    }

    fn share(&self, credit: &Credit, threshold: f64) -> Result<Share> {
        let Names { id, owner } = self.names(credit.row)?;
        Ok(Share {
            id: id.into_owned(),
            owner: owner.into_owned(),
            share_ppb: credit.share_ppb,
            tokens: credit.tokens,
            evidence: credit.evidence as f64 / threshold,
        })
    }

    fn passage(&self, shown: Shown, threshold: f64, places: &Places<'_>) -> Result<Passage> {
        let sources = shown.sources.iter().map(|source| {
            let id = self.names(source.row)?.id.into_owned();
            Ok(Source { id, source_start: source.start, source_end: source.end })
        });
        Ok(Passage {
            start: places.units_before(shown.place.byte),
            end: places.units_before(shown.place.byte_end),
            tokens: shown.span.len(),
            text: places.slice(shown.place).to_owned(),
            information: shown.information as f64 / NAT,
            threshold: threshold / NAT,
            owners: shown.owners,
            reason: shown.reason,
            sources: sources.collect::<Result<_>>()?,
            sources_total: shown.sources_total,
        })
    }

    fn names(&self, row: RowNumber) -> Result<Names<'_>> {
        let segments = self.segments().iter().zip(&self.shelf.manifest().segments);
        let place = segments
            .rev()
            .find_map(|(segment, record)| Some((segment, row.0.checked_sub(record.first_row)?)));
        let (segment, local) = place.ok_or_else(|| Error::internal(format!("there is no row {}", row.0)))?;
        let line = segment.metadata(local as usize);
        if let Some(names) = Names::plain(line) {
            return Ok(names);
        }
        serde_json::from_slice(line)
            .map_err(|fault| Error::internal(format!("the names of row {} can't be read: {fault}", row.0)))
    }
}

/// The beginning of a metadata line.
#[derive(Deserialize)]
struct Names<'m> {
    #[serde(borrow)]
    id: Cow<'m, str>,
    #[serde(borrow)]
    owner: Cow<'m, str>,
}

impl<'m> Names<'m> {
    /// Reads a line as this engine writes it, with names that have nothing escaped: ten times as quick as any JSON.
    fn plain(line: &'m [u8]) -> Option<Self> {
        let (id, rest) = plain_string(line.strip_prefix(b"{\"id\":\"")?)?;
        let (owner, _) = plain_string(rest.strip_prefix(b",\"owner\":\"")?)?;
        Some(Self { id: Cow::Borrowed(id), owner: Cow::Borrowed(owner) })
    }
}

/// What stands before the closing quote, and what behind it; `None` where anything is escaped.
fn plain_string(text: &[u8]) -> Option<(&str, &[u8])> {
    let end = text.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    let string = std::str::from_utf8(&text[..end]).ok()?;
    (text[end] == b'"').then(|| (string, &text[end + 1..]))
}
