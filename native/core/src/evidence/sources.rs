//! The rows a passage is shown from: those in which it stands and could not be longer, in order, each with its first place.

use std::cell::RefCell;
use std::ops::Range;

use super::holding_rows::{Found, Holding, HoldingRows};
use crate::credit::windows::Window;
use crate::error::{Error, Result};
use crate::query::holders::view_of;
use crate::query::interval::Interval;
use crate::query::matches::Matches;
use crate::store::segment::View;
use crate::text::places::{Place, Places};
use crate::text::row::RowNumber;
use crate::text::tokenizer::{Token, count_units};
use crate::watch::Watch;

/// Where sources are looked for.
pub(crate) struct Corpus<'c, 's, 'v> {
    pub(crate) matches: &'c Matches<'s, 'v>,
    pub(crate) rows: RefCell<HoldingRows>,
    pub(crate) watch: Watch<'c>,
}

/// A place in a row's text, in UTF-16 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SourcePlace {
    pub(crate) row: RowNumber,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A passage whose sources are wanted.
pub(crate) struct Wanted<'w> {
    pub(crate) span: Range<usize>,
    pub(crate) place: Place,
    /// Where the span stands.
    pub(crate) intervals: &'w [Interval],
    /// Where it stands with one token more at either end: rows that hold it so show the longer passage.
    pub(crate) longer: [&'w [Interval]; 2],
}

/// The sources of a passage that are listed, and how many there are in all.
pub(crate) type Sources = (Vec<SourcePlace>, usize);

impl<'v> Corpus<'_, '_, 'v> {
    /// The first `most` sources of each passage, and how many rows there are in all. All are looked up side by side.
    ///
    /// # Errors
    /// Cancelled, or a row does not hold the passage: the index contradicts itself.
    pub(crate) fn sources(
        &self,
        wanted: &[Wanted<'_>],
        text: &Places<'_>,
        most: usize,
    ) -> Result<Vec<Sources>> {
        let mut found = Vec::new();
        let mut ends = Vec::with_capacity(wanted.len());
        let whole = wanted.iter().filter(|one| one.longer.iter().all(|longer| longer.is_empty()));
        let whole = whole.flat_map(|one| one.intervals.iter().copied());
        self.rows.borrow_mut().hold_long(self.matches.views, whole, most, self.watch)?;
        for one in wanted {
            self.watch.check()?;
            let total = self.find(one, most, &mut found)?;
            ends.push((found.len(), total));
        }
        self.rows.borrow_mut().settle(self.matches.views, &mut found);
        self.prefetch(&found);
        let mut start = 0;
        let sources = wanted.iter().zip(ends).map(|(one, (end, total))| {
            let found = &found[std::mem::replace(&mut start, end)..end];
            Ok((self.places(one, found, text)?, total))
        });
        sources.collect()
    }

    /// Adds the rows of a passage's first sources; says how many there are in all.
    fn find(&self, wanted: &Wanted<'_>, most: usize, found: &mut Vec<Found>) -> Result<usize> {
        let longer = wanted.longer.into_iter().flatten();
        let mut rows = self.rows.borrow_mut();
        let (mut total, start) = (0, found.len());
        for interval in wanted.intervals {
            let left = most - (found.len() - start);
            let of = (*interval, longer.clone());
            total += rows.find(self.matches.views, of, (left, found), self.watch)?;
        }
        Ok(total)
    }

    /// Asks for the memory that looking at the places reads: what is read first for all of them, then what that leads to.
    fn prefetch(&self, found: &[Found]) {
        let view = |segment: u32| &self.matches.views[segment as usize];
        for (segment, Holding { row, position }) in found {
            view(*segment).prefetch_row_start(*row as usize);
            view(*segment).prefetch_tokens(*position as usize);
        }
        for (segment, Holding { row, position }) in found {
            view(*segment).prefetch_units(*row as usize, *position as usize);
        }
    }

    /// Asks for the memory of windows' rows and of the first place of each window.
    pub(crate) fn prefetch_windows(&self, windows: &[&Window]) {
        let places = windows.iter().filter_map(|window| {
            let view = view_of(self.matches.views, &window.interval);
            Some((view, view.local_row(window.row)?, window.interval.start as usize))
        });
        for (view, row, rank) in places.clone() {
            view.prefetch_row_start(row);
            view.prefetch_position(rank);
        }
        for (view, row, rank) in places {
            view.prefetch_tokens(view.row_start(row));
            view.prefetch_tokens(view.position(rank));
        }
    }

    fn places(&self, wanted: &Wanted<'_>, found: &[Found], text: &Places<'_>) -> Result<Vec<SourcePlace>> {
        let Wanted { span, place, .. } = wanted;
        let first_byte = place.byte - place.trimmed;
        let trimmed = count_units(&text.bytes()[first_byte..place.byte]);
        let units = count_units(text.slice(*place).as_bytes());
        let tokens = &self.matches.output[span.clone()];
        let sources = found.iter().map(|(segment, Holding { row, position })| {
            let view = &self.matches.views[*segment as usize];
            // The promise that a passage stands verbatim at its place is kept by looking, not by trusting the search: equal tokens are equal text.
            let all = view.row_tokens(*row as usize);
            let at = (*position as usize).checked_sub(view.row_start(*row as usize));
            let at = at.filter(|at| all.get(*at..).is_some_and(|rest| rest.starts_with(tokens)));
            let number = view.row_number(*row);
            let at =
                at.ok_or_else(|| Error::internal(format!("row {} does not hold its passage", number.0)))?;
            let start = view.units_before(*row as usize, at) + trimmed;
            Ok(SourcePlace { row: number, start, end: start + units })
        });
        sources.collect()
    }

    /// The segment of a row, and its number in it.
    ///
    /// # Errors
    /// There is no such row: the index contradicts itself.
    pub(crate) fn locate(&self, row: RowNumber) -> Result<(&View<'v>, u32)> {
        let mut views = self.matches.views.iter();
        let found = views.find_map(|view| Some((view, view.local_row(row)? as u32)));
        found.ok_or_else(|| Error::internal(format!("there is no row {}", row.0)))
    }
}

/// Places whose pointers mostly lie in one cache line.
const IN_A_LINE: usize = 16;

/// Tokens of a row that are read in the time in which a place that is one of it is waited for.
const READ: usize = 32;

/// Tokens of a sequence that is looked for in a row itself: of what is longer each place may take long to compare.
const COMPARED: usize = 64;

/// Every place of a sequence of tokens in one row, given the sequence's interval in the row's segment: from whichever is shorter, where that has no more than `most` tokens or ranks.
/// Says how many these are, or `None`.
pub(crate) fn places_in_row(
    view: &View<'_>,
    local: u32,
    (tokens, interval, most): (&[Token], Interval, usize),
    mut take: impl FnMut(usize),
) -> Option<usize> {
    let row = view.row_tokens(local as usize);
    let is_row = interval.len() > IN_A_LINE && tokens.len() <= COMPARED && row.len() < READ * interval.len();
    let read = if is_row { row.len() } else { interval.len() };
    if read > most {
        return None;
    }
    if is_row {
        each_occurrence(row, tokens, take);
    } else {
        let first = view.row_start(local as usize);
        view.local_rows().each_of(interval.ranks(), local, |rank| take(view.position(rank) - first));
    }
    Some(read)
}

/// Every place at which some tokens, two at least, begin in a row.
fn each_occurrence(row: &[Token], tokens: &[Token], mut take: impl FnMut(usize)) {
    let [first, second, ..] = tokens else { return };
    let starts = (row.len() + 1).saturating_sub(tokens.len());
    for step in (0..starts).step_by(STEP) {
        let end = starts.min(step + STEP);
        // No branch inside: a step is looked at as one, and most have no pair like the first.
        let pairs = row[step..end].iter().zip(&row[step + 1..=end]);
        if pairs.fold(false, |any, (one, next)| any | (one == first) & (next == second)) {
            let is_like_it = |at: &usize| row[*at] == *first && row[*at..].starts_with(tokens);
            (step..end).filter(is_like_it).for_each(&mut take);
        }
    }
}

/// Tokens that are looked at as one.
const STEP: usize = 16;
