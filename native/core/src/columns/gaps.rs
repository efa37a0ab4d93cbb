//! `previous.S`: how far before each rank the last one of the same owner stands, in 16 bits. An owner is met for the first time in a range where that lies before
//! the range, so a range tells its owners without a look at any row.

use std::ops::{ControlFlow, Range};

use super::range_minimum::{Column, SCANNED};
use crate::files::checked::{Checked, CheckedFile};

/// A gap this long or longer. In a range of no more ranks than this, every answer is exact.
pub(crate) const FAR: usize = if cfg!(feature = "early-borders") { 7 } else { u16::MAX as usize };

/// What stands for a rank whose owner's last one before it is `before`: one more than that, 0 where there is none.
pub(crate) fn gap(rank: usize, before: u32) -> u16 {
    (rank + 1 - before as usize).min(FAR) as u16
}

/// Numbers of four bytes that so many gaps take; the last may be half one of padding.
pub(crate) fn numbers_of(gaps: usize) -> usize {
    gaps.div_ceil(2)
}

/// The gaps where they lie, with the levels behind them: minima, by which a long range is walked, of one more than the rank that the gap leads to.
#[derive(Clone, Copy)]
pub(crate) struct Gaps<'a> {
    near: Checked<'a, u16>,
    levels: Checked<'a, u32>,
    column: &'a Column,
}

/// Gaps that are counted between two looks at the limit.
const CHUNK: usize = 128;

/// Gaps in a cache line.
const LINE: usize = 64 / size_of::<u16>();

impl<'a> Gaps<'a> {
    /// `None` when the file does not have the size of the column.
    pub(crate) fn new(file: &'a CheckedFile, column: &'a Column) -> Option<Self> {
        let (near, _) = file.items()?.split(column.len());
        let (_, levels) = file.items()?.split(numbers_of(column.len()));
        (near.len() == column.len() && levels.len() == column.above()).then_some(Self {
            near,
            levels,
            column,
        })
    }

    /// Asks for the memory that the first ranks of a range take, which most counting is done with.
    #[inline]
    pub(crate) fn prefetch(&self, range: Range<usize>) {
        range.take(CHUNK).step_by(LINE).for_each(|rank| self.near.prefetch(rank));
    }

    /// How many owners a range of at most `FAR` ranks has.
    pub(crate) fn count(&self, range: Range<usize>) -> u32 {
        debug_assert!(range.len() <= FAR);
        self.near.part(range).iter().zip(0_u16..).map(|(gap, at)| u32::from(*gap > at)).sum()
    }

    /// How many owners a range of at most `FAR` ranks has; where they are more than `limit`, some number above it.
    pub(crate) fn count_up_to(&self, range: Range<usize>, limit: usize) -> usize {
        debug_assert!(range.len() <= FAR);
        let (start, mut count) = (range.start, 0);
        let mut add = |part: Range<usize>| {
            let near = self.near.part(part.clone());
            for (chunk, gaps) in near.chunks(CHUNK).enumerate() {
                let first = (part.start - start + chunk * CHUNK) as u16;
                let is_first = |(gap, at): (&u16, u16)| u16::from(*gap > first + at);
                count += usize::from(gaps.iter().zip(0..).map(is_first).sum::<u16>());
                if count > limit {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        };
        // Most long ranges have more than a small limit at their beginning: the levels, which nobody asked the memory for, are not needed then.
        let (beginning, rest) = match range.len() <= SCANNED {
            true => (range, 0..0),
            false => (start..start + CHUNK, start + CHUNK..range.end),
        };
        if add(beginning).is_continue() && !rest.is_empty() {
            let _ = self.column.visit_at_most(self.levels, rest, start as u32, &mut add);
        }
        count
    }

    /// Visits the ranks at which an owner is met for the first time in a range, in order, until `visit` breaks; in a range of more than `FAR` ranks also some
    /// where it was met before. O(64 log n) for each one found.
    pub(crate) fn visit(
        &self,
        range: Range<usize>,
        visit: &mut impl FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let start = range.start;
        let mut scan = |part: Range<usize>| {
            for (gap, rank) in self.near.part(part.clone()).iter().zip(part) {
                if usize::from(*gap) > (rank - start).min(FAR - 1) {
                    visit(rank)?;
                }
            }
            ControlFlow::Continue(())
        };
        match range.len() <= SCANNED {
            true => scan(range),
            false => self.column.visit_at_most(self.levels, range, start as u32, &mut scan),
        }
    }
}
