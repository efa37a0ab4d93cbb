//! Which passages are shown, and what is said of each. No share depends on anything here.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::ops::Range;

use super::deciding::{Deciding, deciding_window};
use super::held_spans::held_spans;
use super::row_spans::RowSpans;
use super::sources::{Corpus, SourcePlace, Wanted, places_in_row};
use crate::credit::information::{Bits, Information};
use crate::credit::windows::{Earners, Window};
use crate::error::Result;
use crate::parameters::Parameters;
use crate::query::interval::{Interval, Intervals};
use crate::query::matches::Stretch;
use crate::text::places::{Place, Places};

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
    /// By which window it was judged, where there is one.
    pub(crate) window: Option<Deciding>,
}

/// What the credit was split by.
pub(crate) struct Judged<'j> {
    pub(crate) windows: &'j [Window],
    pub(crate) earners: &'j Earners,
    pub(crate) maximal: &'j [Range<usize>],
}

/// The passages of an output in order of their starts, and how many there are in all.
///
/// # Errors
/// Cancelled, or an index that contradicts itself.
pub(crate) fn show_passages(
    corpus: &Corpus<'_, '_, '_>,
    judged: &Judged<'_>,
    information: &mut Information<'_>,
    text: &Places<'_>,
    parameters: &Parameters,
) -> Result<(Vec<Shown>, usize)> {
    let mut spans = credited_spans(corpus, judged)?;
    let credited = spans.len();
    let others = judged.maximal.iter().filter(|span| {
        is_worth_judging(span, information, parameters)
            && spans[..credited].binary_search_by(|one| order(one, span)).is_err()
    });
    let others: Vec<Range<usize>> = others.cloned().collect();
    spans.extend(others);
    let stretches: Vec<Stretch> = spans.iter().map(|span| (span.start, span.len())).collect();
    let mut intervals = Intervals::default();
    for part in stretches.chunks(PART) {
        corpus.watch.check()?;
        corpus.matches.add_intervals(part, &mut intervals);
    }
    for interval in intervals.all() {
        corpus.matches.views[interval.segment as usize].prefetch_holders(interval.ranks());
    }
    let mut drafts = Vec::with_capacity(spans.len());
    for (at, span) in spans.into_iter().enumerate() {
        corpus.watch.check()?;
        let Some(place) = text.trim(span.clone()) else { continue };
        let held = Held { span, place, at };
        match at < credited {
            true => drafts.push(credit(corpus, intervals.of(at), information, held)),
            false => {
                drafts.extend(judge(corpus, judged, (information, parameters), (intervals.of(at), held)))
            }
        }
    }
    let total = drafts.len();
    drafts.sort_by_key(|draft| {
        let span = &draft.held.span;
        (draft.reason.is_some(), Reverse(draft.information), span.start, span.end)
    });
    drafts.truncate(parameters.max_passages);
    drafts.sort_by_key(|draft| (draft.held.span.start, draft.held.span.end));
    corpus.watch.check()?;
    let mut shown = with_sources(corpus, drafts, &intervals, (text, parameters.max_sources))?;
    for one in &mut shown {
        corpus.watch.check()?;
        one.window = deciding_window(judged, one, information);
    }
    Ok((shown, total))
}

/// Spans that are looked up between two looks at whether the work was cancelled.
const PART: usize = 1_024;

/// A span with its trimmed place and the number of its intervals.
struct Held {
    span: Range<usize>,
    place: Place,
    at: usize,
}

struct Draft {
    held: Held,
    owners: usize,
    information: Bits,
    reason: Option<Reason>,
}

fn order(one: &Range<usize>, other: &Range<usize>) -> Ordering {
    (one.start, one.end).cmp(&(other.start, other.end))
}

/// Looks up the sources of all passages.
fn with_sources(
    corpus: &Corpus<'_, '_, '_>,
    drafts: Vec<Draft>,
    intervals: &Intervals,
    (text, most): (&Places<'_>, usize),
) -> Result<Vec<Shown>> {
    // Only what is credited may stand longer in another row: the other spans are maximal.
    let mut longer = Vec::new();
    let mut first_longer = Vec::with_capacity(drafts.len());
    for Draft { held: Held { span, .. }, reason, .. } in &drafts {
        first_longer.push(longer.len());
        let longest = |start: usize| corpus.matches.longest(start);
        if reason.is_some() {
            continue;
        }
        longer.extend(
            span.start
                .checked_sub(1)
                .filter(|start| longest(*start) > span.len())
                .map(|start| (start, span.len() + 1)),
        );
        longer.extend((longest(span.start) > span.len()).then_some((span.start, span.len() + 1)));
    }
    let mut longer_intervals = Intervals::default();
    corpus.matches.intervals(&longer, &mut longer_intervals);
    first_longer.push(longer.len());
    // What an output says twice is looked for once.
    let mut known = HashMap::new();
    let mut wanted = Vec::with_capacity(drafts.len());
    let numbers = drafts.iter().zip(first_longer.windows(2)).map(|(draft, longer)| {
        let Held { span, place, at } = &draft.held;
        let of = |number: usize| if number < longer[1] { longer_intervals.of(number) } else { &[] };
        let (intervals, longer) = (intervals.of(*at), [of(longer[0]), of(longer[0] + 1)]);
        let bytes = (place.trimmed, place.byte_end - place.byte);
        *known.entry((intervals, longer, bytes)).or_insert_with(|| {
            wanted.push(Wanted { span: span.clone(), place: *place, intervals, longer });
            wanted.len() - 1
        })
    });
    let numbers: Vec<usize> = numbers.collect();
    let sources = corpus.sources(&wanted, text, most)?;
    let shown = drafts.into_iter().zip(numbers).map(|(draft, number)| {
        let Draft { held: Held { span, place, .. }, owners, information, reason } = draft;
        let (sources, sources_total) = sources[number].clone();
        Shown { span, place, information, owners, reason, sources, sources_total, window: None }
    });
    Ok(shown.collect())
}

/// The spans that credited rows have in common with the output around those of their windows that got a token, in order.
fn credited_spans(corpus: &Corpus<'_, '_, '_>, judged: &Judged<'_>) -> Result<Vec<Range<usize>>> {
    let mut windows: Vec<&Window> =
        judged.windows.iter().filter(|window| judged.earners.has(window, window.row)).collect();
    windows.sort_by_key(|window| (window.row, window.start));
    corpus.prefetch_windows(&windows);
    let mut spans = Vec::new();
    for of_row in windows.chunk_by(|one, other| one.row == other.row) {
        corpus.watch.check()?;
        match spans_at_places(corpus, of_row)? {
            Some(found) => spans.extend(found),
            None => spans.extend(held_spans(corpus.matches, of_row, corpus.watch)?),
        }
    }
    spans.sort_by(order);
    spans.dedup();
    Ok(spans)
}

/// Places for each of a row's windows, on average, that are looked at; a text that repeats itself may have more, and then longer spans are looked up instead.
const FEW_PLACES: usize = if cfg!(debug_assertions) { 2 } else { 64 };

/// Places of one window beyond which longer spans are looked up: each may go along with the output for long.
const MANY_PLACES: usize = 1_024;

/// Ranks of an interval, or tokens of a row, that are read in the time that one place takes.
const READ: usize = 256;

/// The spans that the row of some windows has in common with the output around them, from the windows' places in it; `None` where these are many.
fn spans_at_places(corpus: &Corpus<'_, '_, '_>, windows: &[&Window]) -> Result<Option<Vec<Range<usize>>>> {
    let (view, local) = corpus.locate(windows[0].row)?;
    let row = view.row_tokens(local as usize);
    let mut found = RowSpans::new(corpus.matches.output, row);
    let mut places = Vec::new();
    let mut left = FEW_PLACES * windows.len();
    for window in windows {
        let span = window.start..window.end;
        places.clear();
        let wanted = (&corpus.matches.output[span.clone()], window.interval, READ * left);
        let take = |place| places.push(place);
        let Some(read) = places_in_row(view, local, wanted, take) else { return Ok(None) };
        let looked_at = places.len() + read / READ;
        if looked_at > left || places.len() > MANY_PLACES {
            return Ok(None);
        }
        corpus.watch.check()?;
        left -= looked_at;
        let compared = found.add(&span, &mut places) / READ;
        if compared > left {
            return Ok(None);
        }
        left -= compared;
    }
    Ok(Some(found.finish().into_iter().map(|one| one.span).collect()))
}

/// A single word is no passage, however rare it is.
const LEAST_SHOWN: usize = 2;

/// Whether a maximal span may be shown: a short one only where it could say enough.
fn is_worth_judging(span: &Range<usize>, information: &Information<'_>, parameters: &Parameters) -> bool {
    let could_tell = || information.least_tokens(span.start, span.len(), span.len()).is_some();
    span.len() >= LEAST_SHOWN && (span.len() >= parameters.min_tokens || could_tell())
}

fn credit(
    corpus: &Corpus<'_, '_, '_>,
    intervals: &[Interval],
    information: &mut Information<'_>,
    held: Held,
) -> Draft {
    let owners = corpus.matches.count_owners(intervals, usize::MAX);
    Draft { owners, information: information.of(held.span.clone(), owners), reason: None, held }
}

/// A maximal match that is not credited, with its reason; `None` where it is too short to be worth showing.
fn judge(
    corpus: &Corpus<'_, '_, '_>,
    judged: &Judged<'_>,
    (information, parameters): (&mut Information<'_>, &Parameters),
    (intervals, held): (&[Interval], Held),
) -> Option<Draft> {
    let span = held.span.clone();
    let short = span.len() < parameters.min_tokens;
    // A word that everybody uses has a great many holders: they are counted only as far as the answer needs.
    let limit = if short { parameters.max_owners } else { usize::MAX };
    let owners = corpus.matches.count_owners(intervals, limit);
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
    Some(Draft { held, owners, information: information_of_span, reason: Some(reason) })
}

/// Whether a window lies in the span: starts and ends of windows rise together, so the first that begins in it decides.
fn has_window(windows: &[Window], span: &Range<usize>) -> bool {
    let first = windows.partition_point(|window| window.start < span.start);
    windows.get(first).is_some_and(|window| window.end <= span.end)
}
