//! Of a passage that has windows in it the one that tells most: by what it was judged, and which row got it.

use std::cmp::Reverse;

use super::passages::{Judged, Reason, Shown};
use crate::credit::information::{Bits, Information};
use crate::credit::windows::Window;
use crate::text::row::RowNumber;

/// The window that decided about a passage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deciding {
    pub(crate) tokens: usize,
    pub(crate) information: Bits,
    pub(crate) owners: usize,
    /// Of a credited passage its first source; of another the row that the window's first token went to.
    pub(crate) row: RowNumber,
}

/// Of the windows in a credited passage that its first source owns and got a token of, or of all in one whose tokens went to earlier rows, the first of those
/// that say most. `None` where no window decided.
pub(crate) fn deciding_window(
    judged: &Judged<'_>,
    shown: &Shown,
    information: &mut Information<'_>,
) -> Option<Deciding> {
    let owner = match shown.reason {
        None => Some(shown.sources.first()?.row),
        Some(Reason::Earlier) => None,
        Some(_) => return None,
    };
    let first = judged.windows.partition_point(|window| window.start < shown.span.start);
    let inside = judged.windows[first..].iter().take_while(|window| window.end <= shown.span.end);
    let decides =
        |window: &&Window| owner.is_none_or(|owner| window.row == owner && judged.earners.has(window, owner));
    let said = inside
        .filter(decides)
        .map(|window| (information.of(window.start..window.end, window.owners), window));
    let (information, window) =
        said.max_by_key(|(information, window)| (*information, Reverse(window.start)))?;
    let row = owner.or(judged.earners.rows()[window.start])?;
    Some(Deciding { tokens: window.end - window.start, information, owners: window.owners, row })
}
