//! The rows a passage is shown from: those in which it stands and could not be longer, in order, each with its first place.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::query::holders::rows;
use crate::query::narrow::{Interval, find};
use crate::store::segment::View;
use crate::text::places::{Place, Places};
use crate::text::row::RowNumber;
use crate::text::tokenizer::{Token, Tokenizer, count_units};

/// Where sources are looked for.
pub(crate) struct Corpus<'s, 'v> {
    pub(crate) views: &'s [View<'v>],
    pub(crate) output: &'s [Token],
}

/// A place in a row's text, in UTF-16 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SourcePlace {
    pub(crate) row: RowNumber,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl<'v> Corpus<'_, 'v> {
    /// The intervals of a span of the output.
    pub(crate) fn intervals(&self, span: Range<usize>) -> Vec<Interval> {
        let wanted = &self.output[span];
        self.views.iter().enumerate().filter_map(|(segment, view)| find(view, segment, wanted)).collect()
    }

    /// The rows to which a span is common: its holders without those that hold it longer.
    pub(crate) fn source_rows(&self, span: &Range<usize>, intervals: &[Interval]) -> Vec<RowNumber> {
        let mut holders = rows(self.views, intervals);
        let left = span.start.checked_sub(1).map(|start| start..span.end);
        let right = (span.end < self.output.len()).then(|| span.start..span.end + 1);
        for longer in [left, right].into_iter().flatten() {
            let longer = rows(self.views, &self.intervals(longer));
            holders.retain(|row| longer.binary_search(row).is_err());
        }
        holders
    }

    /// Where a span stands first in a row, trimmed as the output's passage is.
    ///
    /// # Errors
    /// The row does not hold the passage: the index contradicts itself.
    pub(crate) fn place_in_row(
        &self,
        row: RowNumber,
        span: &Range<usize>,
        place: Place,
        text: &Places<'_>,
    ) -> Result<SourcePlace> {
        let tokens = self.row_tokens(row)?;
        let wanted = &self.output[span.clone()];
        let at = tokens.windows(wanted.len()).position(|window| window == wanted);
        let at = at.ok_or_else(|| Error::internal(format!("row {} does not hold its passage", row.0)))?;
        let bytes = tokens[at..at + wanted.len()].iter().flat_map(|token| Tokenizer::get().bytes(*token));
        let shown = text.slice(place).as_bytes();
        // The promise that a passage stands verbatim at its place is kept by looking, not by trusting the search.
        if !bytes.clone().skip(place.trimmed).take(shown.len()).eq(shown) {
            return Err(Error::internal(format!("row {} does not read as its passage", row.0)));
        }
        let before: usize = tokens[..at].iter().map(|token| Tokenizer::get().units(*token)).sum();
        let trimmed: Vec<u8> = bytes.take(place.trimmed).copied().collect();
        let start = before + count_units(&trimmed);
        Ok(SourcePlace { row, start, end: start + count_units(shown) })
    }

    /// # Errors
    /// There is no such row: the index contradicts itself.
    pub(crate) fn row_tokens(&self, row: RowNumber) -> Result<&'v [Token]> {
        let found = self.views.iter().find_map(|view| Some(view.row_tokens(view.local_row(row)?)));
        found.ok_or_else(|| Error::internal(format!("there is no row {}", row.0)))
    }
}
