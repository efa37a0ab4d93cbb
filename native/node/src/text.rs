//! JavaScript strings become Rust strings here, or are refused: a lone surrogate is never repaired silently.

use attribution::{Error, Result};
use napi::bindgen_prelude::Utf16String;

/// The text, if it is well-formed.
pub(crate) fn decode(text: &[u16], what: &str) -> Result<String> {
    String::from_utf16(text).map_err(|_| {
        let at = text.iter().enumerate().position(|(at, _)| is_lone(text, at)).unwrap_or(0);
        Error::not_unicode(format!("{what} is not well-formed Unicode: half a surrogate pair stands at {at}"))
    })
}

/// The texts, if all of them are; `what` and a number from 1 name the one that is not.
pub(crate) fn decode_all(texts: &[Utf16String], what: &str) -> Result<Vec<String>> {
    (1..).zip(texts).map(|(number, text): (usize, _)| decode(text, &format!("{what} {number}"))).collect()
}

fn is_lone(text: &[u16], at: usize) -> bool {
    let is_high = |unit: Option<&u16>| unit.is_some_and(|unit| (0xD800..0xDC00).contains(unit));
    let is_low = |unit: Option<&u16>| unit.is_some_and(|unit| (0xDC00..0xE000).contains(unit));
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    (is_high(text.get(at)) && !is_low(text.get(at + 1))) || (is_low(text.get(at)) && !is_high(before))
}
