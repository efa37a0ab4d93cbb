//! Which passages are shown, and what is said of each. No share depends on anything here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::row_spans::row_spans;
use super::sources::{Corpus, SourcePlace};
use crate::credit::information::{Bits, Information};
use crate::credit::windows::Window;
use crate::error::Result;
use crate::parameters::Parameters;
use crate::query::holders::count_owners;
use crate::query::narrow::Interval;
use crate::query::scan::Match;
use crate::text::places::{Place, Places};
use crate::text::row::RowNumber;
use crate::watch::Watch;

/// Why a passage earned nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It says too little: a text of this length has such a passage in common with this much data by chance.
    Chance,
    /// More than `max_owners` owners hold it: common property.
    Boilerplate,
    /// It has fewer than `min_tokens` tokens.
    Short,
    /// Its tokens went to rows that held them before.
    Earlier,
}

impl Reason {
    /// The word that results carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chance => "CHANCE",
            Self::Boilerplate => "BOILERPLATE",
            Self::Short => "SHORT",
            Self::Earlier => "EARLIER",
        }
    }
}

/// A passage before it has its names.
pub(crate) struct Shown {
    pub(crate) span: Range<usize>,
    pub(crate) place: Place,
    pub(crate) information: Bits,
    pub(crate) owners: usize,
    /// `None`: it is credited.
    pub(crate) reason: Option<Reason>,
    pub(crate) sources: Vec<SourcePlace>,
    pub(crate) sources_total: usize,
}

/// What the credit was split by.
pub(crate) struct Judged<'j> {
    pub(crate) windows: &'j [Window],
    pub(crate) rows_of_tokens: &'j [Option<RowNumber>],
    pub(crate) maximal: &'j [Match],
}

/// The passages of an output in order of their starts, and how many there are in all.
///
/// # Errors
/// Cancelled, or an index that contradicts itself.
pub(crate) fn show_passages(
    corpus: &Corpus<'_, '_>,
    judged: &Judged<'_>,
    information: &mut Information<'_>,
    text: &Places<'_>,
    limits: (&Parameters, Watch<'_>),
) -> Result<(Vec<Shown>, usize)> {
    let (parameters, watch) = limits;
    let mut drafts = Vec::new();
    let credited = credited_spans(corpus, judged)?;
    for (start, end) in &credited {
        watch.check()?;
        let intervals = corpus.intervals(*start..*end);
        let owners = count_owners(corpus.views, &intervals, usize::MAX);
        let information = information.of(*start..*end, owners);
        drafts.push(Draft { span: *start..*end, intervals, owners, information, reason: None });
    }
    for found in judged.maximal.iter().filter(|found| !credited.contains(&(found.start, found.end))) {
        watch.check()?;
        drafts.extend(judge(corpus, judged, information, parameters, found));
    }
    let mut placed: Vec<(Draft, Place)> = drafts
        .into_iter()
        .filter_map(|draft| text.trim(draft.span.clone()).map(|place| (draft, place)))
        .collect();
    let total = placed.len();
    placed.sort_by_key(|(draft, _)| {
        (draft.reason.is_some(), Reverse(draft.information), draft.span.start, draft.span.end)
    });
    placed.truncate(parameters.max_passages);
    placed.sort_by_key(|(draft, _)| (draft.span.start, draft.span.end));
    let mut shown = Vec::with_capacity(placed.len());
    for (draft, place) in placed {
        watch.check()?;
        shown.push(draft.with_sources(corpus, place, text, parameters.max_sources)?);
    }
    Ok((shown, total))
}

struct Draft {
    span: Range<usize>,
    intervals: Vec<Interval>,
    owners: usize,
    information: Bits,
    reason: Option<Reason>,
}

impl Draft {
    fn with_sources(
        self,
        corpus: &Corpus<'_, '_>,
        place: Place,
        text: &Places<'_>,
        most: usize,
    ) -> Result<Shown> {
        let rows = corpus.source_rows(&self.span, &self.intervals);
        let sources: Result<Vec<SourcePlace>> =
            rows.iter().take(most).map(|row| corpus.place_in_row(*row, &self.span, place, text)).collect();
        Ok(Shown {
            span: self.span,
            place,
            information: self.information,
            owners: self.owners,
            reason: self.reason,
            sources: sources?,
            sources_total: rows.len(),
        })
    }
}

/// The spans that credited rows have in common with the output around those of their windows that got a token.
fn credited_spans(corpus: &Corpus<'_, '_>, judged: &Judged<'_>) -> Result<BTreeSet<(usize, usize)>> {
    let mut by_row: BTreeMap<RowNumber, Vec<Range<usize>>> = BTreeMap::new();
    for window in judged.windows {
        if judged.rows_of_tokens[window.start..window.end].contains(&Some(window.row)) {
            by_row.entry(window.row).or_default().push(window.start..window.end);
        }
    }
    let mut spans = BTreeSet::new();
    for (row, windows) in by_row {
        let found = row_spans(corpus.output, corpus.row_tokens(row)?, windows.iter());
        spans.extend(found.into_iter().map(|one| (one.span.start, one.span.end)));
    }
    Ok(spans)
}

/// A single word is no passage, however rare it is.
const LEAST_SHOWN: usize = 2;

/// A maximal match that is not credited, with its reason; `None` where it is too short to be worth showing.
fn judge(
    corpus: &Corpus<'_, '_>,
    judged: &Judged<'_>,
    information: &mut Information<'_>,
    parameters: &Parameters,
    found: &Match,
) -> Option<Draft> {
    let span = found.start..found.end;
    if span.len() < LEAST_SHOWN {
        return None;
    }
    let short = span.len() < parameters.min_tokens;
    // A word that everybody uses has a great many holders: they are counted only as far as the answer needs.
    let limit = if short { parameters.max_owners } else { usize::MAX };
    let owners = count_owners(corpus.views, &found.intervals, limit);
    let common = owners > parameters.max_owners;
    if short && common {
        return None;
    }
    let information_of_span = information.of(span.clone(), owners);
    let reason = match (short, common) {
        (true, _) if information_of_span < information.threshold() => return None,
        (true, _) => Reason::Short,
        (_, true) => Reason::Boilerplate,
        _ if has_window(judged.windows, &span) => Reason::Earlier,
        _ => Reason::Chance,
    };
    let intervals = found.intervals.clone();
    Some(Draft { span, intervals, owners, information: information_of_span, reason: Some(reason) })
}

/// Whether a window lies in the span: starts and ends of windows rise together, so the first that begins in it decides.
fn has_window(windows: &[Window], span: &Range<usize>) -> bool {
    let first = windows.partition_point(|window| window.start < span.start);
    windows.get(first).is_some_and(|window| window.end <= span.end)
}
