//! One question and its answer: the way from a text to shares and passages, within all rows of an index or some of them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use serde::Deserialize;

use crate::credit::information::{Information, NAT};
use crate::credit::shares::{Credit, Split, split_credit};
use crate::credit::windows::{Earners, minimal_windows};
use crate::error::{Error, Result};
use crate::evidence::deciding::Deciding;
use crate::evidence::passages::{Judged, Shown, show_passages};
use crate::evidence::sources::Corpus;
use crate::files::checked::refusing;
use crate::parameters::Parameters;
use crate::ppb::WHOLE_PPB;
use crate::query::counts::Counts;
use crate::query::matches::Matches;
use crate::query::scan::{candidates, maximal};
use crate::result::{Attribution, DecidingWindow, Passage, Share, Source};
use crate::store::mask::Mask;
use crate::store::segment::{Segment, View};
use crate::text::places::Places;
use crate::text::row::RowNumber;
use crate::text::tokenizer::{NAME, Token, Tokenizer};
use crate::watch::{Step, Watch};

/// Bytes of UTF-8 an output may have. Larger ones are no model's answer, and their evidence could not be read by anyone.
pub const MAX_OUTPUT_BYTES: usize = 1 << 20;

/// The data set that a question is about.
pub(crate) struct Scope<'s> {
    pub(crate) segments: &'s [Arc<Segment>],
    /// One for each segment, where not all rows count.
    pub(crate) masks: Option<&'s [Mask]>,
    pub(crate) counts: &'s Counts,
    /// N.
    pub(crate) tokens: u64,
    /// Its hash.
    pub(crate) data_set: &'s str,
}

impl<'s> Scope<'s> {
    fn views(&self) -> Vec<View<'s>> {
        let views = self.segments.iter().map(|segment| segment.view());
        match self.masks {
            Some(masks) => views.zip(masks).map(|(view, mask)| view.masked(mask)).collect(),
            None => views.collect(),
        }
    }

    /// # Errors
    /// The text is too large, a parameter is out of its range, or it was cancelled.
    pub(crate) fn attribute(
        &self,
        text: &str,
        parameters: &Parameters,
        watch: Watch<'_>,
    ) -> Result<Attribution> {
        parameters.check()?;
        if text.len() > MAX_OUTPUT_BYTES {
            return Err(Error::text_too_large(text.len(), MAX_OUTPUT_BYTES));
        }
        self.segments.iter().try_for_each(|segment| segment.check_usable())?;
        let output = Tokenizer::get().encode(text);
        watch.done(Step::Tokens);
        let mut answer = self.unattributed(output.len(), parameters);
        if output.len() >= parameters.min_tokens && self.tokens > 0 {
            refusing(|| self.credit(text, &output, parameters, watch, &mut answer))?;
        }
        Ok(answer)
    }

    /// The answer while nobody has earned anything.
    fn unattributed(&self, tokens: usize, parameters: &Parameters) -> Attribution {
        Attribution {
            method: parameters.method(),
            tokenizer: NAME,
            data_set: self.data_set.to_owned(),
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
        let views = self.views();
        let mut information = Information::new(self.counts, self.tokens, output, parameters);
        watch.done(Step::Counts);
        watch.check()?;
        let matches = Matches::find(&views, output, watch)?;
        let candidates = candidates(&matches, &mut information, parameters, watch)?;
        watch.done(Step::Scan);
        let windows = minimal_windows(&views, &candidates);
        watch.check()?;
        let earners = Earners::of(&windows, output.len());
        let Split { credits, unattributed_ppb } = split_credit(&windows, &earners, &mut information);
        watch.done(Step::Credit);
        watch.check()?;
        let corpus = Corpus { matches: &matches, rows: RefCell::default(), watch };
        let places = Places::new(text, output);
        let maximal = maximal(&matches);
        let judged = Judged { windows: &windows, earners: &earners, maximal: &maximal };
        let (shown, total) = show_passages(&corpus, &judged, &mut information, &places, parameters)?;
        watch.done(Step::Passages);
        self.prefetch_names(&credits, &shown);
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
            let id = Names::read_id(self.line(source.row)?)?.into_owned();
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
            window: shown.window.map(|window| self.window(window)).transpose()?,
            sources: sources.collect::<Result<_>>()?,
            sources_total: shown.sources_total,
        })
    }

    fn window(&self, deciding: Deciding) -> Result<DecidingWindow> {
        let id = Names::read_id(self.line(deciding.row)?)?.into_owned();
        let Deciding { tokens, information, owners, .. } = deciding;
        Ok(DecidingWindow { tokens, information: information as f64 / NAT, owners, id })
    }

    /// Asks for the memory that the names are read from: where they stand for all of them, then the names.
    fn prefetch_names(&self, credits: &[Credit], shown: &[Shown]) {
        let of_sources = shown.iter().flat_map(|shown| shown.sources.iter().map(|source| source.row));
        let of_windows = shown.iter().filter_map(|shown| shown.window.map(|window| window.row));
        let rows = credits.iter().map(|credit| credit.row).chain(of_sources).chain(of_windows);
        rows.clone().for_each(|row| self.segments.iter().for_each(|segment| segment.prefetch_place_of(row)));
        rows.for_each(|row| self.segments.iter().for_each(|segment| segment.prefetch_metadata_of(row)));
    }

    fn names(&self, row: RowNumber) -> Result<Names<'s>> {
        Names::read(self.line(row)?)
    }

    fn line(&self, row: RowNumber) -> Result<&'s [u8]> {
        let line = self.segments.iter().find_map(|segment| segment.metadata_of(row));
        line.ok_or_else(|| Error::internal(format!("there is no row {}", row.0)))
    }
}

/// The beginning of a metadata line.
#[derive(Deserialize)]
pub(crate) struct Names<'m> {
    #[serde(borrow)]
    pub(crate) id: Cow<'m, str>,
    #[serde(borrow)]
    pub(crate) owner: Cow<'m, str>,
}

impl<'m> Names<'m> {
    /// # Errors
    /// The line is none of this engine's: the index contradicts itself.
    pub(crate) fn read(line: &'m [u8]) -> Result<Self> {
        if let Some(names) = Self::plain(line) {
            return Ok(names);
        }
        let fault = |fault| Error::internal(format!("the names of a row can't be read: {fault}"));
        serde_json::from_slice(line).map_err(fault)
    }

    /// The id alone.
    ///
    /// # Errors
    /// As [`Names::read`].
    fn read_id(line: &'m [u8]) -> Result<Cow<'m, str>> {
        match line.strip_prefix(ID).and_then(plain_string) {
            Some((id, _)) => Ok(Cow::Borrowed(id)),
            None => Ok(Self::read(line)?.id),
        }
    }

    /// Reads a line as this engine writes it, with names that have nothing escaped: ten times as quick as any JSON.
    fn plain(line: &'m [u8]) -> Option<Self> {
        let (id, rest) = plain_string(line.strip_prefix(ID)?)?;
        let (owner, _) = plain_string(rest.strip_prefix(b",\"owner\":\"")?)?;
        Some(Self { id: Cow::Borrowed(id), owner: Cow::Borrowed(owner) })
    }
}

/// With what a line begins.
const ID: &[u8] = b"{\"id\":\"";

/// What stands before the closing quote, and what behind it; `None` where anything is escaped.
fn plain_string(text: &[u8]) -> Option<(&str, &[u8])> {
    let is_end = |byte: &u8| matches!(byte, b'"' | b'\\');
    // Sixteen bytes are looked at as one.
    let steps = text.as_chunks::<16>().0.iter();
    let plain =
        16 * steps.take_while(|step| !step.iter().fold(false, |any, byte| any | is_end(byte))).count();
    let end = plain + text[plain..].iter().position(is_end)?;
    let string = std::str::from_utf8(&text[..end]).ok()?;
    (text[end] == b'"').then(|| (string, &text[end + 1..]))
}
