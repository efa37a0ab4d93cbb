//! Minima over ranges of a column: behind the column itself stand the minima of each 64 of it, in 32 bits, then of each 64 of those.

use std::io::Write;
use std::ops::{ControlFlow, Range};

use crate::files::checked::Checked;

/// Children of a node: a quarter of a page of numbers, which a processor scans in about 10 ns.
const FAN: usize = 64;

/// Values up to which a plain scan beats the walk over the levels.
pub(crate) const SCANNED: usize = 512;

/// The levels above a column, found while its values pass.
#[derive(Default)]
pub(crate) struct Levels {
    minima: Vec<u32>,
}

/// Values that pass at once: whole nodes.
pub(crate) const PASSING: usize = 64 * FAN;

impl Levels {
    /// The next values of the column: `PASSING` of them, or the last ones.
    pub(crate) fn pass(&mut self, values: &[u32]) {
        self.minima.extend(values.chunks(FAN).map(smallest));
    }

    pub(crate) fn write(self, out: &mut impl Write) -> std::io::Result<()> {
        out.write_all(bytemuck::cast_slice(&self.finish()))
    }

    /// All of them, the lowest first.
    pub(crate) fn finish(self) -> Vec<u32> {
        // One scan covers a column of one node.
        let mut level = if self.minima.len() > 1 { self.minima } else { Vec::new() };
        let mut all = level.clone();
        while !level.is_empty() {
            level = minima(&level);
            all.extend_from_slice(&level);
        }
        all
    }
}

/// The level above; nothing above a level that one scan covers.
fn minima(level: &[u32]) -> Vec<u32> {
    if level.len() <= FAN {
        return Vec::new();
    }
    level.chunks(FAN).map(smallest).collect()
}

/// The smallest of some numbers; `u32::MAX` of none.
#[inline]
pub(crate) fn smallest<T: Copy + Ord + Into<u32>>(values: &[T]) -> u32 {
    // In their own width: of narrow ones a processor compares twice as many at once.
    values.iter().copied().reduce(T::min).map_or(u32::MAX, T::into)
}

/// The shape of a column with its levels, which are read where they lie. Level 0 is the column.
#[derive(Clone)]
pub(crate) struct Column {
    levels: Vec<Range<usize>>,
}

impl Column {
    /// The shape of a column of `count` values; `None` when the levels above it don't have `above` numbers.
    pub(crate) fn shape(count: usize, above: usize) -> Option<Self> {
        let mut levels = Vec::with_capacity(1);
        levels.push(0..count);
        let (mut size, mut end) = (count, count);
        while size > FAN {
            size = size.div_ceil(FAN);
            levels.push(end..end + size);
            end += size;
        }
        (end - count == above).then_some(Self { levels })
    }

    /// How many values the column has.
    pub(crate) fn len(&self) -> usize {
        self.levels[0].end
    }

    /// How many numbers the levels above it have.
    pub(crate) fn above(&self) -> usize {
        self.levels.last().map_or(0, |level| level.end) - self.len()
    }

    /// The smallest value of a range; `u32::MAX` of an empty one. `above` are the levels alone, `smallest_of` reads the column. O(64 log n).
    #[inline]
    pub(crate) fn minimum(
        &self,
        above: Checked<'_, u32>,
        range: Range<usize>,
        smallest_of: impl Fn(Range<usize>) -> u32,
    ) -> u32 {
        let Range { mut start, mut end } = range;
        let mut least = u32::MAX;
        for level in &self.levels {
            let within = |part: Range<usize>| match level.start.checked_sub(self.len()) {
                None => smallest_of(part),
                Some(base) => smallest(above.part(base + part.start..base + part.end)),
            };
            if end.saturating_sub(start) <= 2 * FAN {
                return least.min(within(start..end.max(start)));
            }
            let inner = start.next_multiple_of(FAN)..end / FAN * FAN;
            least = least.min(within(start..inner.start)).min(within(inner.end..end));
            (start, end) = (inner.start / FAN, inner.end / FAN);
        }
        least
    }

    /// The last place before `end` with a value below `bound`; `value` reads the column. O(64 log n).
    pub(crate) fn last_below(
        &self,
        above: Checked<'_, u32>,
        (end, bound): (usize, u32),
        value: impl Fn(usize) -> u32,
    ) -> Option<usize> {
        let is_below = |level: usize, at: usize| match self.levels[level].start.checked_sub(self.len()) {
            None => value(at) < bound,
            Some(base) => above.at(base + at) < bound,
        };
        let (mut level, mut end) = (0, end);
        loop {
            // At the top there is one node.
            let first = end.saturating_sub(1) / FAN * FAN;
            if let Some(mut at) = (first..end).rev().find(|at| is_below(level, *at)) {
                for level in (0..level).rev() {
                    let last = ((at + 1) * FAN).min(self.levels[level].len());
                    at = (at * FAN..last).rev().find(|at| is_below(level, *at))?;
                }
                return Some(at);
            }
            if first == 0 {
                return None;
            }
            (level, end) = (level + 1, first / FAN);
        }
    }

    /// Asks for the memory of the first level that the minimum of a range is read from, where it is a long one.
    pub(crate) fn prefetch(&self, above: Checked<'_, u32>, range: &Range<usize>) {
        if range.len() > 2 * FAN {
            above.prefetch(range.start / FAN);
            above.prefetch(range.end / FAN);
        }
    }

    /// Visits the parts of a range that may have values of at most `bound`, in order, until `visit` breaks; `above` are the levels alone. O(64 log n) for each part.
    pub(crate) fn visit_at_most(
        &self,
        above: Checked<'_, u32>,
        range: Range<usize>,
        bound: u32,
        visit: &mut impl FnMut(Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let top = self.levels.len() - 1;
        let nodes = range.start / span(top)..range.end.div_ceil(span(top)).min(self.levels[top].len());
        self.descend(above, (top, nodes), &Query { range, bound }, visit)
    }

    fn descend(
        &self,
        above: Checked<'_, u32>,
        (level, nodes): (usize, Range<usize>),
        query: &Query,
        visit: &mut impl FnMut(Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if level == 0 {
            return visit(nodes);
        }
        let base = self.levels[level].start - self.len();
        let minima = above.part(base + nodes.start..base + nodes.end);
        for (node, _) in nodes.zip(minima).filter(|(_, least)| **least <= query.bound) {
            let below = span(level - 1);
            let first = (node * FAN).max(query.range.start / below);
            let last =
                ((node + 1) * FAN).min(query.range.end.div_ceil(below)).min(self.levels[level - 1].len());
            self.descend(above, (level - 1, first..last), query, visit)?;
        }
        ControlFlow::Continue(())
    }
}

struct Query {
    range: Range<usize>,
    bound: u32,
}

/// Values of the column under one node of a level.
fn span(level: usize) -> usize {
    FAN.pow(level as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(count: usize) -> (Vec<u32>, Vec<u32>, Column) {
        let values: Vec<u32> = (0..count as u32).map(|at| at.wrapping_mul(2_654_435_761) % 1_000).collect();
        let (mut levels, mut bytes) = (Levels::default(), Vec::from(bytemuck::cast_slice(&values)));
        values.chunks(PASSING).for_each(|values| levels.pass(values));
        levels.write(&mut bytes).unwrap();
        let numbers: Vec<u32> =
            bytes.chunks(4).map(|four| u32::from_le_bytes(four.try_into().unwrap())).collect();
        let shape = Column::shape(count, numbers.len() - count).unwrap();
        (values, numbers, shape)
    }

    #[test]
    fn equals_a_scan_at_every_border() {
        for count in [0, 1, 63, 64, 65, 128, 129, 4_095, 4_096, 4_097, 9_000] {
            let (values, numbers, shape) = column(count);
            let above = Checked::trusted(&numbers[count..]);
            for start in (0..count).step_by(37).chain([count]) {
                for end in (start..count).step_by(61).chain([count]) {
                    assert_eq!(
                        shape.minimum(above, start..end, |part| smallest(&values[part])),
                        smallest(&values[start..end]),
                        "{count} {start}..{end}"
                    );
                    let mut found = Vec::new();
                    let _ = shape.visit_at_most(above, start..end, 20, &mut |part| {
                        found.extend(part.filter(|rank| values[*rank] <= 20));
                        ControlFlow::Continue(())
                    });
                    let expected: Vec<usize> = (start..end).filter(|rank| values[*rank] <= 20).collect();
                    assert_eq!(found, expected, "{count} {start}..{end}");
                    let bound = start as u32 % 70;
                    let last = shape.last_below(above, (end, bound), |at| values[at]);
                    assert_eq!(last, (0..end).rfind(|at| values[*at] < bound), "{count} {end} {bound}");
                }
            }
        }
    }
}
