//! The spans that an output has in common with a credited row around its windows, told by the first rows of intervals: no place is looked at, however many there are.

use std::ops::Range;

use crate::credit::windows::Window;
use crate::error::Result;
use crate::query::holders::view_of;
use crate::query::interval::Intervals;
use crate::query::matches::Matches;
use crate::watch::Watch;

/// The spans common to the output and the row of some windows, each around one of them at least; starts and ends rise strictly. The windows are of one row, in
/// order.
///
/// # Errors
/// Cancelled.
pub(crate) fn held_spans(
    matches: &Matches<'_, '_>,
    windows: &[&Window],
    watch: Watch<'_>,
) -> Result<Vec<Range<usize>>> {
    let mut intervals = Intervals::default();
    let (mut spans, mut from, mut reached) = (Vec::new(), 0, 0);
    for window in windows {
        let mut holds = |span: Range<usize>| holds(matches, window, span, &mut intervals);
        let reaches = |start: &usize| start + matches.longest(*start) >= window.end;
        // Who does not hold a span holds none that begins before it, either.
        let is_held = |start: &usize| reaches(start) && holds(*start..window.end);
        let first = (from..=window.start).rev().take_while(is_held).last();
        for start in first.unwrap_or(window.start)..=window.start {
            watch.check()?;
            // What ends no later than a span that begins before it lies inside that one.
            let least = window.end.max(reached + 1);
            let most = start + matches.longest(start);
            if least <= most && holds(start..least) {
                reached = furthest(least, most, |end| holds(start..end));
                spans.push(start..reached);
            }
        }
        from = window.start + 1;
    }
    Ok(spans)
}

/// Whether a window's row holds a span around it. All that hold the span hold the window, whose first row this is: so it does where it is the first of the span, too.
fn holds(matches: &Matches<'_, '_>, window: &Window, span: Range<usize>, room: &mut Intervals) -> bool {
    matches.intervals(&[(span.start, span.len())], room);
    let of_segment = room.all().iter().find(|interval| interval.segment == window.interval.segment);
    of_segment
        .is_some_and(|interval| view_of(matches.views, interval).earliest_row(interval.ranks()) == window.row)
}

/// The last of the ends from `good` to `most` that holds, as `good` and all up to that one do.
fn furthest(mut good: usize, most: usize, mut holds: impl FnMut(usize) -> bool) -> usize {
    // Mostly the row is the one that goes on longest, and else often one that goes on for no more than a little.
    let (mut bad, mut stride) = (most + 1, most - good);
    while bad - good > 1 {
        let end = if stride > 0 { (good + stride).min(bad - 1) } else { good + (bad - good) / 2 };
        let is_first = end == most;
        match holds(end) {
            true => (good, stride) = (end, stride.saturating_mul(2)),
            false => (bad, stride) = (end, usize::from(is_first)),
        }
    }
    good
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_furthest_end_is_found() {
        for most in 5..40 {
            for last in 5..=most {
                assert_eq!(furthest(5, most, |end| end <= last), last, "{most}");
            }
        }
    }
}
