//! What is known of each suffix beside its place, written in one walk over the order: the row it stands in and the gap to the last suffix of the same owner.

use std::io::Write;

use super::segment_writer::Pending;
use crate::columns::gaps::{self, gap};
use crate::columns::range_minimum::{Levels, PASSING};
use crate::columns::rows;
use crate::error::Result;
use crate::store::place::GroupWriter;

/// Writes `row` and `previous`.
pub(crate) fn write_columns(group: &mut GroupWriter<'_>, pending: &Pending, order: &[u32]) -> Result<()> {
    let (row_of, segment_rows) = (RowOf::new(&pending.starts, order.len()), pending.starts.len());
    let mut last = vec![0_u32; pending.owners.iter().map(|owner| owner.0 as usize + 1).max().unwrap_or(0)];
    let (mut row_file, mut gap_file) = (group.begin("row")?, group.begin("previous")?);
    let (mut row_levels, mut gap_levels) = (Levels::default(), Levels::default());
    let (mut row, mut before, mut near) = ([0; PASSING], [0; PASSING], [0; PASSING]);
    for (positions, first) in order.chunks(PASSING).zip((0..).step_by(PASSING)) {
        for (row, position) in row.iter_mut().zip(positions) {
            *row = row_of.at(*position);
        }
        for at in 0..positions.len() {
            let last = &mut last[pending.owners[row[at] as usize].0 as usize];
            before[at] = std::mem::replace(last, (first + at) as u32 + 1);
            near[at] = gap(first + at, before[at]);
        }
        let count = positions.len();
        row_levels.pass(&row[..count]);
        gap_levels.pass(&before[..count]);
        row_file.write(|file| rows::write(&row[..count], segment_rows, file))?;
        gap_file.write(|file| file.write_all(bytemuck::cast_slice(&near[..count])))?;
    }
    row_file.write(|file| {
        rows::pad(order.len(), segment_rows, file)?;
        row_levels.write(file)
    })?;
    let padding = gaps::numbers_of(order.len()) * size_of::<u32>() - size_of_val(order) / 2;
    gap_file.write(|file| {
        file.write_all(&[0; 2][..padding])?;
        gap_levels.write(file)
    })?;
    group.end(row_file)?;
    group.end(gap_file)
}

/// Positions under one entry of the table of rows: with it, a cache holds what a map of all positions would take from memory at every step.
const STEP: usize = 64;

/// Which row a position is in.
struct RowOf<'s> {
    starts: &'s [u32],
    /// The row of every 64th position, and the last row.
    rows: Vec<u32>,
}

impl<'s> RowOf<'s> {
    fn new(starts: &'s [u32], positions: usize) -> Self {
        let mut rows = Vec::with_capacity(positions / STEP + 2);
        let mut row = 0;
        for position in (0..positions).step_by(STEP) {
            while starts.get(row + 1).is_some_and(|start| *start as usize <= position) {
                row += 1;
            }
            rows.push(row as u32);
        }
        rows.push(starts.len().saturating_sub(1) as u32);
        Self { starts, rows }
    }

    #[inline]
    fn at(&self, position: u32) -> u32 {
        let step = position as usize / STEP;
        let (first, last) = (self.rows[step], self.rows[step + 1]);
        if last - first <= 1 {
            // One row begins there at most. No branch: where rows begin is nothing a processor foresees.
            return first + ((last - first) & u32::from(self.starts[last as usize] <= position));
        }
        let begun = &self.starts[first as usize + 1..=last as usize];
        first + begun.partition_point(|start| *start <= position) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_in_the_row_that_began_last() {
        for lengths in [&[1; 200][..], &[64, 64, 64], &[1, 63, 65, 1, 1, 127, 300, 2], &[1_000]] {
            let starts: Vec<u32> = lengths
                .iter()
                .scan(0, |next, length| {
                    *next += length;
                    Some(*next - length)
                })
                .collect();
            let end = lengths.iter().sum::<u32>();
            let rows = RowOf::new(&starts, end as usize);
            for position in 0..end {
                let expected = starts.iter().filter(|start| **start <= position).count() as u32 - 1;
                assert_eq!(rows.at(position), expected, "{lengths:?} {position}");
            }
        }
    }
}
