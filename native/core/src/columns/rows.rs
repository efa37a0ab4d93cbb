//! `row.S`: the row of each suffix, in two, three or four bytes, as all rows of the segment need, and minima by which the first row of a range is found.

use std::io::Write;
use std::ops::{ControlFlow, Range};

use bytemuck::Pod;

use super::range_minimum::{Column, Levels, PASSING, SCANNED, smallest};
use crate::files::checked::{Checked, CheckedFile};

/// Most rows whose numbers take two bytes.
pub(crate) const NARROW: usize = if cfg!(feature = "early-borders") { 4 } else { 1 << 16 };

/// Most rows whose numbers take three bytes.
const MIDDLE: usize = if cfg!(feature = "early-borders") { 12 } else { 1 << 24 };

/// Bytes of a row's number where there are so many rows.
fn row_bytes(rows: usize) -> usize {
    if rows <= NARROW {
        2
    } else if rows <= MIDDLE {
        3
    } else {
        4
    }
}

/// Numbers of four bytes that the column takes for so many suffixes of so many rows; some of the last may be padding.
fn numbers_of(suffixes: usize, rows: usize) -> usize {
    (suffixes * row_bytes(rows)).div_ceil(size_of::<u32>())
}

/// Writes the rows of the next suffixes, at most `PASSING` of them, of a segment of so many rows.
pub(crate) fn write(values: &[u32], rows: usize, out: &mut impl Write) -> std::io::Result<()> {
    match row_bytes(rows) {
        2 => write_as(values, |row| row as u16, out),
        3 => write_as(values, three, out),
        _ => out.write_all(bytemuck::cast_slice(values)),
    }
}

fn write_as<T: Pod>(values: &[u32], stored: impl Fn(u32) -> T, out: &mut impl Write) -> std::io::Result<()> {
    let mut packed = [T::zeroed(); PASSING];
    packed.iter_mut().zip(values).for_each(|(packed, row)| *packed = stored(*row));
    out.write_all(bytemuck::cast_slice(&packed[..values.len()]))
}

/// Writes what stands between the rows of so many suffixes and the levels.
pub(crate) fn pad(suffixes: usize, rows: usize, out: &mut impl Write) -> std::io::Result<()> {
    let bytes = suffixes * row_bytes(rows);
    out.write_all(&[0; 3][..numbers_of(suffixes, rows) * size_of::<u32>() - bytes])
}

/// A row's number in three bytes.
pub(crate) type Three = [u8; 3];

/// A number in three bytes.
pub(crate) fn three(row: u32) -> Three {
    let [low, middle, high, _] = row.to_le_bytes();
    [low, middle, high]
}

/// The number that stands in three bytes.
#[inline]
pub(crate) fn of_three([low, middle, high]: Three) -> u32 {
    u32::from_le_bytes([low, middle, high, 0])
}

/// The rows where they lie, numbered inside the segment.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    values: Values<'a>,
    levels: Checked<'a, u32>,
    column: &'a Column,
}

#[derive(Clone, Copy)]
enum Values<'a> {
    Narrow(Checked<'a, u16>),
    Middle(Checked<'a, Three>),
    Wide(Checked<'a, u32>),
}

/// Rows of some ranks.
#[derive(Clone, Copy)]
pub(crate) enum Part<'a> {
    Narrow(&'a [u16]),
    Middle(&'a [Three]),
    Wide(&'a [u32]),
}

impl<'a> Rows<'a> {
    /// The shape of the file's levels over so many suffixes of so many rows; `None` when it has another size.
    pub(crate) fn shape(file: &CheckedFile, suffixes: usize, rows: usize) -> Option<Column> {
        let numbers = file.items::<u32>()?.len();
        Column::shape(suffixes, numbers.checked_sub(numbers_of(suffixes, rows))?)
    }

    /// The shape is that of this file.
    pub(crate) fn new(file: &'a CheckedFile, column: &'a Column, rows: usize) -> Self {
        let suffixes = column.len();
        let values = match row_bytes(rows) {
            2 => Values::Narrow(items(file).split(suffixes).0),
            3 => Values::Middle(items(file).split(suffixes * size_of::<Three>()).0.chunks()),
            _ => Values::Wide(items(file).split(suffixes).0),
        };
        Self { values, levels: items(file).split(numbers_of(suffixes, rows)).1, column }
    }

    /// Rows from memory.
    #[cfg(test)]
    pub(crate) fn trusted(rows: &'a [u32], column: &'a Column) -> Self {
        Self { values: Values::Wide(Checked::trusted(rows)), levels: Checked::trusted(&[]), column }
    }

    /// The row of the suffix at a rank.
    ///
    /// # Panics
    /// Behind the last one.
    #[inline]
    pub(crate) fn at(&self, rank: usize) -> u32 {
        match self.values {
            Values::Narrow(rows) => u32::from(rows.at(rank)),
            Values::Middle(rows) => of_three(rows.at(rank)),
            Values::Wide(rows) => rows.at(rank),
        }
    }

    /// Asks for the memory that `at` reads.
    #[inline]
    pub(crate) fn prefetch(&self, rank: usize) {
        match self.values {
            Values::Narrow(rows) => rows.prefetch(rank),
            Values::Middle(rows) => rows.prefetch(rank),
            Values::Wide(rows) => rows.prefetch(rank),
        }
    }

    /// Visits the ranks of a range in order, each with its row.
    ///
    /// # Panics
    /// Behind the last one.
    #[inline]
    pub(crate) fn each(&self, ranks: Range<usize>, mut visit: impl FnMut(u32, usize)) {
        // The width is asked for once, not at every rank.
        match self.part(ranks.clone()) {
            Part::Narrow(rows) => rows.iter().zip(ranks).for_each(|(row, rank)| visit(u32::from(*row), rank)),
            Part::Middle(rows) => rows.iter().zip(ranks).for_each(|(row, rank)| visit(of_three(*row), rank)),
            Part::Wide(rows) => rows.iter().zip(ranks).for_each(|(row, rank)| visit(*row, rank)),
        }
    }

    /// The rows of a range as they lie.
    ///
    /// # Panics
    /// Behind the last one.
    pub(crate) fn part(&self, ranks: Range<usize>) -> Part<'a> {
        match self.values {
            Values::Narrow(rows) => Part::Narrow(rows.part(ranks)),
            Values::Middle(rows) => Part::Middle(rows.part(ranks)),
            Values::Wide(rows) => Part::Wide(rows.part(ranks)),
        }
    }

    /// Visits the ranks of a range that are of one row, in order.
    ///
    /// # Panics
    /// Behind the last one.
    pub(crate) fn each_of(&self, ranks: Range<usize>, row: u32, visit: impl FnMut(usize)) {
        let first = ranks.start;
        match (self.part(ranks), u16::try_from(row)) {
            (Part::Narrow(rows), Ok(row)) => each_equal(rows, row, first, visit),
            (Part::Narrow(_), Err(_)) => {}
            (Part::Middle(rows), _) => each_equal(rows, three(row), first, visit),
            (Part::Wide(rows), _) => each_equal(rows, row, first, visit),
        }
    }

    /// As `each`, of the rows up to `bound` alone: a long range is not read where minima tell that it has none.
    pub(crate) fn each_at_most(&self, ranks: Range<usize>, bound: u32, mut visit: impl FnMut(u32, usize)) {
        let mut scan = |part| {
            self.each(part, |row, rank| {
                if row <= bound {
                    visit(row, rank);
                }
            });
            ControlFlow::Continue(())
        };
        let _ = match ranks.len() <= SCANNED {
            true => scan(ranks),
            false => self.column.visit_at_most(self.levels, ranks, bound, &mut scan),
        };
    }

    /// All of them.
    pub(crate) fn ranks(&self) -> Range<usize> {
        0..self.column.len()
    }

    /// Asks for the memory that `minimum` reads first.
    pub(crate) fn prefetch_minimum(&self, ranks: Range<usize>) {
        self.column.prefetch(self.levels, &ranks);
        self.prefetch(ranks.start);
        self.prefetch(ranks.end - 1);
    }

    /// The levels above the rows that count alone: see [`Rows::minimum_of`].
    pub(crate) fn levels_of(&self, counts: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut levels = Levels::default();
        let mut passing = Vec::with_capacity(PASSING);
        for start in self.ranks().step_by(PASSING) {
            passing.clear();
            let ranks = start..self.ranks().end.min(start + PASSING);
            self.each(ranks, |row, _| passing.push(if counts(row) { row } else { u32::MAX }));
            levels.pass(&passing);
        }
        levels.finish()
    }

    /// As `minimum`, of the rows that count alone, of which the levels are given.
    pub(crate) fn minimum_of(
        &self,
        ranks: Range<usize>,
        levels: Checked<'_, u32>,
        counts: impl Fn(u32) -> bool,
    ) -> u32 {
        self.column.minimum(levels, ranks, |part| {
            let mut first = u32::MAX;
            self.each(part, |row, _| {
                if row < first && counts(row) {
                    first = row;
                }
            });
            first
        })
    }

    /// The first row in a range; `u32::MAX` for an empty one. O(64 log n).
    pub(crate) fn minimum(&self, ranks: Range<usize>) -> u32 {
        self.column.minimum(self.levels, ranks, |part| match self.part(part) {
            Part::Narrow(rows) => smallest(rows),
            Part::Middle(rows) => rows.iter().map(|row| of_three(*row)).min().unwrap_or(u32::MAX),
            Part::Wide(rows) => smallest(rows),
        })
    }
}

/// Visits the places of a value, counted from `first` on.
fn each_equal<T: Copy + PartialEq>(values: &[T], wanted: T, first: usize, mut visit: impl FnMut(usize)) {
    for (step, values) in values.chunks(STEP).enumerate() {
        // No branch inside: a step is compared as one.
        if values.iter().fold(false, |any, value| any | (*value == wanted)) {
            let equal = values.iter().enumerate().filter(|(_, value)| **value == wanted);
            equal.for_each(|(at, _)| visit(first + step * STEP + at));
        }
    }
}

/// Rows that are compared as one.
const STEP: usize = 32;

fn items<T: Pod>(file: &CheckedFile) -> Checked<'_, T> {
    file.items().unwrap_or(Checked::trusted(&[]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::checked::Damage;
    use crate::files::mapped::Mapped;

    fn file_of(values: &[u32], rows: usize) -> CheckedFile {
        let (mut bytes, mut levels) = (Vec::new(), Levels::default());
        for values in values.chunks(PASSING) {
            write(values, rows, &mut bytes).unwrap();
            levels.pass(values);
        }
        pad(values.len(), rows, &mut bytes).unwrap();
        levels.write(&mut bytes).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        CheckedFile::new("row".into(), Mapped::open(file.path()).unwrap(), Vec::new(), Damage::default())
    }

    #[test]
    fn a_width_is_the_least_that_tells_all_rows_apart() {
        let expected =
            [(0, 2), (1, 2), (NARROW, 2), (NARROW + 1, 3), (MIDDLE, 3), (MIDDLE + 1, 4), (1 << 32, 4)];
        for (rows, bytes) in expected {
            assert_eq!(row_bytes(rows), bytes, "{rows}");
        }
    }

    #[test]
    fn rows_come_back_in_all_widths() {
        for rows in [1, 2, 300, NARROW, NARROW + 1, NARROW + 2, MIDDLE, MIDDLE + 1, MIDDLE + 2] {
            for suffixes in [1, 2, 63, 64, 65, 4_095, 4_097, 9_001] {
                let last = rows as u32 - 1;
                let values: Vec<u32> = (0..suffixes as u32)
                    .map(|rank| last - rank.wrapping_mul(2_654_435_761) % rows as u32)
                    .collect();
                let file = file_of(&values, rows);
                let column = Rows::shape(&file, suffixes, rows).unwrap();
                let read = Rows::new(&file, &column, rows);
                let mut all = Vec::new();
                read.each(read.ranks(), |row, rank| all.push((rank, row)));
                let mut of_one = Vec::new();
                read.each_of(suffixes / 4..suffixes, values[suffixes / 2], |rank| of_one.push(rank));
                let is_one = |rank: &usize| values[*rank] == values[suffixes / 2];
                assert!((suffixes / 4..suffixes).filter(is_one).eq(of_one), "{rows} {suffixes}");
                let (bound, mut some) = (last / 3, Vec::new());
                read.each_at_most(suffixes / 5..suffixes, bound, |row, rank| some.push((rank, row)));
                let up_to = all[suffixes / 5..].iter().copied().filter(|(_, row)| *row <= bound);
                assert!(up_to.eq(some), "{rows} {suffixes}");
                assert!(all.iter().copied().eq(values.iter().copied().enumerate()), "{rows} {suffixes}");
                assert_eq!(read.at(suffixes - 1), values[suffixes - 1]);
                for range in [0..0, 0..suffixes, suffixes / 3..suffixes, suffixes / 2..suffixes / 2 + 1] {
                    assert_eq!(
                        read.minimum(range.clone()),
                        smallest(&values[range.clone()]),
                        "{rows} {range:?}"
                    );
                }
                assert!(Rows::shape(&file, suffixes + 2, rows).is_none());
            }
        }
    }
}
