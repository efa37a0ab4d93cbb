//! The rows a passage is shown from: those in which it stands and could not be longer, in order, each with its first place.

use std::cell::RefCell;
use std::ops::Range;

use crate::error::{Error, Result};
use crate::query::holders::{Marks, view_of};
use crate::query::interval::Interval;
use crate::query::matches::Matches;
use crate::store::segment::View;
use crate::text::places::{Place, Places};
use crate::text::row::RowNumber;
use crate::text::tokenizer::{Token, count_units};

/// Where sources are looked for.
pub(crate) struct Corpus<'c, 's, 'v> {
    pub(crate) matches: &'c Matches<'s, 'v>,
    pub(crate) marks: RefCell<Marks>,
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
    pub(crate) span: &'w Range<usize>,
    pub(crate) place: Place,
    /// Where the span stands.
    pub(crate) intervals: &'w [Interval],
    /// Where it stands with one token more at either end: rows that hold it so show the longer passage.
    pub(crate) longer: [&'w [Interval]; 2],
}

impl<'v> Corpus<'_, '_, 'v> {
    /// The first `most` sources of a passage, and how many rows there are in all.
    ///
    /// # Errors
    /// A row does not hold the passage: the index contradicts itself.
    pub(crate) fn sources(
        &self,
        wanted: &Wanted<'_>,
        text: &Places<'_>,
        most: usize,
    ) -> Result<(Vec<SourcePlace>, usize)> {
        let shown = text.slice(wanted.place);
        let first_byte = wanted.place.byte - wanted.place.trimmed;
        let trimmed = count_units(&text.bytes()[first_byte..wanted.place.byte]);
        let units = count_units(shown.as_bytes());
        let (mut sources, mut total) = (Vec::new(), 0);
        let longer = wanted.longer.concat();
        for interval in wanted.intervals {
            let view = view_of(self.matches.views, interval);
            let left = most - sources.len();
            let (rows, of_segment) = self.marks.borrow_mut().first_rows(view, *interval, &longer, left);
            total += of_segment;
            let tokens = &self.matches.output[wanted.span.clone()];
            let places = first_places(view, &rows, tokens, *interval);
            for (local, place) in rows.into_iter().zip(places) {
                // The promise that a passage stands verbatim at its place is kept by looking, not by trusting the search: equal tokens are equal text.
                let row = view.row_tokens(local as usize);
                let place = place.filter(|place| row[*place..].starts_with(tokens)).ok_or_else(|| {
                    Error::internal(format!("row {} does not hold its passage", view.row_number(local).0))
                })?;
                let start = view.units_before(local as usize, place) + trimmed;
                sources.push(SourcePlace { row: view.row_number(local), start, end: start + units });
            }
        }
        Ok((sources, total))
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

/// The first place of a sequence of tokens in each of some rows, given its interval in their segment: from whichever is shorter, the rows or the interval.
fn first_places(view: &View<'_>, rows: &[u32], tokens: &[Token], interval: Interval) -> Vec<Option<usize>> {
    let in_rows: usize = rows.iter().map(|row| view.row_tokens(*row as usize).len()).sum();
    if in_rows < interval.len() {
        let first = |row: &u32| {
            let row = view.row_tokens(*row as usize);
            let mut starts = row.iter().enumerate().filter(|(_, token)| Some(*token) == tokens.first());
            starts.find(|(at, _)| row[*at..].starts_with(tokens)).map(|(at, _)| at)
        };
        return rows.iter().map(first).collect();
    }
    let mut places = vec![None; rows.len()];
    let Some(last) = rows.last() else { return places };
    let local = view.local_rows().part(interval.ranks()).iter().zip(interval.ranks());
    for (row, rank) in local.filter(|(row, _)| *row <= last) {
        let Ok(at) = rows.binary_search(row) else { continue };
        let position = view.position(rank);
        places[at] = Some(places[at].map_or(position, |first: usize| first.min(position)));
    }
    let start = |row: &u32| view.row_start(*row as usize);
    places.iter().zip(rows).map(|(place, row)| place.map(|position| position - start(row))).collect()
}

/// Every place of a sequence of tokens in one row, given the sequence's interval in the row's segment: from whichever is shorter.
pub(crate) fn places_in_row(
    view: &View<'_>,
    local: u32,
    wanted: (&[Token], Interval),
    mut take: impl FnMut(usize),
) {
    let (tokens, interval) = wanted;
    let row = view.row_tokens(local as usize);
    if row.len() < interval.len() {
        let starts = row.iter().enumerate().filter(|(_, token)| Some(*token) == tokens.first());
        starts.filter(|(at, _)| row[*at..].starts_with(tokens)).for_each(|(at, _)| take(at));
        return;
    }
    let first = view.row_start(local as usize);
    let rows = view.local_rows().part(interval.ranks()).iter().zip(interval.ranks());
    rows.filter(|(row, _)| **row == local).for_each(|(_, rank)| take(view.position(rank) - first));
}
