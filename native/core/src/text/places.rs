//! Where tokens stand in a text: byte and UTF-16 offsets of an output's token spans, trimmed to characters and words.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::tokenizer::{Token, Tokenizer, count_units};
use super::words;

/// An output with the byte at which each of its tokens begins.
pub(crate) struct Places<'t> {
    text: &'t str,
    starts: Vec<u32>,
    /// Every word border, once one was asked for that is not told by the characters beside it.
    borders: std::cell::OnceCell<Vec<u32>>,
    /// The UTF-16 units before every 64th byte.
    units: Vec<u32>,
}

const STEP: usize = 64;

/// A stretch of a text in both measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The first byte.
    pub(crate) byte: usize,
    /// Bytes between the span's own first byte and `byte`: what trimming took away.
    pub(crate) trimmed: usize,
    /// One past the last byte.
    pub(crate) byte_end: usize,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str, tokens: &[Token]) -> Self {
        let mut at = 0;
        let mut starts = Vec::with_capacity(tokens.len() + 1);
        starts.push(0);
        for token in tokens {
            at += Tokenizer::get().bytes(*token).len() as u32;
            starts.push(at);
        }
        debug_assert_eq!(at as usize, text.len());
        let mut sum = 0;
        let units = text.as_bytes().chunks(STEP).map(|step| {
            let before = sum;
            sum += count_units(step) as u32;
            before
        });
        Self { text, starts, borders: std::cell::OnceCell::new(), units: units.collect() }
    }

    /// The largest whole words in a span of tokens; whole characters where it has no whole word; nothing where not even one of these.
    pub(crate) fn trim(&self, span: Range<usize>) -> Option<Place> {
        let first = self.starts[span.start] as usize;
        let last = self.starts[span.end] as usize;
        let start = (first..=last).find(|at| self.text.is_char_boundary(*at))?;
        let end = (start..=last).rev().find(|at| self.text.is_char_boundary(*at))?;
        if start >= end {
            return None;
        }
        let from = (start..=end).find(|at| self.is_border(*at));
        let to = (start..=end).rev().find(|at| self.is_border(*at));
        let whole_words = from.zip(to).filter(|(from, to)| from < to);
        let (byte, byte_end) = whole_words.unwrap_or((start, end));
        Some(Place { byte, trimmed: byte - first, byte_end })
    }

    fn is_border(&self, byte: usize) -> bool {
        let among_all = || {
            let borders = self.borders.get_or_init(|| word_borders(self.text));
            borders.binary_search(&(byte as u32)).is_ok()
        };
        words::is_border(self.text.as_bytes(), byte).unwrap_or_else(among_all)
    }

    /// The UTF-16 offset of a byte.
    pub(crate) fn units_before(&self, byte: usize) -> usize {
        let step = byte / STEP;
        let before = self.units.get(step).copied();
        match before {
            Some(before) => before as usize + count_units(&self.text.as_bytes()[step * STEP..byte]),
            None => count_units(&self.text.as_bytes()[..byte]),
        }
    }

    pub(crate) fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    pub(crate) fn slice(&self, place: Place) -> &'t str {
        &self.text[place.byte..place.byte_end]
    }
}

/// Every word border of the text, its two ends included.
fn word_borders(text: &str) -> Vec<u32> {
    let mut borders: Vec<u32> = text.split_word_bound_indices().map(|(at, _)| at as u32).collect();
    borders.push(text.len() as u32);
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trimmed(text: &str, span: impl Fn(usize) -> Range<usize>) -> Option<String> {
        let tokens = Tokenizer::get().encode(text);
        let places = Places::new(text, &tokens);
        places.trim(span(tokens.len())).map(|place| places.slice(place).to_owned())
    }

    #[test]
    fn half_a_character_is_left_out() {
        // The emoji are several tokens each; a span that begins or ends inside one must not show it.
        for text in ["🦜🦚 hello", "hello 🦜🦚"] {
            let count = Tokenizer::get().encode(text).len();
            for start in 0..count {
                for end in start + 1..=count {
                    let shown = trimmed(text, |_| start..end);
                    assert!(shown.is_none_or(|shown| text.contains(&shown)));
                }
            }
        }
    }

    #[test]
    fn half_a_word_is_left_out_unless_it_is_all_there_is() {
        let text = " antidisestablishmentarianism rules";
        assert_eq!(trimmed(text, |count| 1..count).as_deref(), Some(" rules"));
        assert_eq!(
            trimmed(text, |_| 1..2).as_deref().map(str::len),
            Some(Tokenizer::get().bytes(Tokenizer::get().encode(text)[1]).len())
        );
    }
}
