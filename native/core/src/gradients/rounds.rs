//! Work over blocks of rows, on one thread or several. What the blocks give is taken in their order, so the answer knows nothing of the threads.

use std::ops::Range;

use super::numbers::GROUP;
use crate::error::Result;

/// Rows of a block: few enough that several threads end together, and a whole number of groups.
const BLOCK: usize = 512 * GROUP;

/// Does `work` for every block of rows and hands what it gives to `take`, the first block first.
pub(crate) fn in_blocks<T: Send>(
    rows: usize,
    threads: usize,
    work: impl Fn(Range<usize>) -> Result<T> + Sync,
    take: impl FnMut(T),
) -> Result<()> {
    let blocks = (0..rows).step_by(BLOCK).map(|start| start..(start + BLOCK).min(rows));
    in_rounds(blocks, threads, work, take)
}

/// Does `work` for every block of rows with the place where its numbers belong, as many for each row.
pub(crate) fn fill_blocks(
    numbers: &mut [f64],
    numbers_of_row: usize,
    threads: usize,
    work: impl Fn(Range<usize>, &mut [f64]) -> Result<()> + Sync,
) -> Result<()> {
    let blocks = numbers.chunks_mut(BLOCK * numbers_of_row).enumerate().map(|(block, numbers)| {
        let first = block * BLOCK;
        (first..first + numbers.len() / numbers_of_row, numbers)
    });
    in_rounds(blocks, threads, |(rows, numbers)| work(rows, numbers), |()| ())
}

fn in_rounds<B: Send, T: Send>(
    mut blocks: impl Iterator<Item = B>,
    threads: usize,
    work: impl Fn(B) -> Result<T> + Sync,
    mut take: impl FnMut(T),
) -> Result<()> {
    while let Some(own) = blocks.next() {
        let others: Vec<B> = blocks.by_ref().take(threads.max(1) - 1).collect();
        let work = &work;
        let given = std::thread::scope(|scope| {
            let others: Vec<_> = others.into_iter().map(|other| scope.spawn(move || work(other))).collect();
            let own = work(own);
            let others = others
                .into_iter()
                .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            std::iter::once(own).chain(others).collect::<Result<Vec<T>>>()
        })?;
        given.into_iter().for_each(&mut take);
    }
    Ok(())
}
