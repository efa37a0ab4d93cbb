//! Work over blocks of rows, on one thread or several. What the blocks give is taken in their order, so the answer knows nothing of the threads.

use std::ops::Range;

use super::numbers::GROUP;
use crate::error::Result;

/// Rows of a block: few enough that several threads end together, and a whole number of groups.
const BLOCK: usize = 256 * GROUP;

/// Does `work` for every block of rows and hands what it gives to `take`, the first block first.
pub(crate) fn in_blocks<T: Send>(
    rows: usize,
    threads: usize,
    work: impl Fn(Range<usize>) -> Result<T> + Sync,
    mut take: impl FnMut(Range<usize>, T),
) -> Result<()> {
    let block = |start: usize| start..(start + BLOCK).min(rows);
    let starts: Vec<usize> = (0..rows).step_by(BLOCK).collect();
    for round in starts.chunks(threads.max(1)) {
        let (own, others) = (round[0], &round[1..]);
        let given = std::thread::scope(|scope| {
            let others: Vec<_> = others.iter().map(|start| scope.spawn(|| work(block(*start)))).collect();
            let own = work(block(own));
            let others = others
                .into_iter()
                .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            std::iter::once(own).chain(others).collect::<Result<Vec<T>>>()
        })?;
        for (start, given) in round.iter().zip(given) {
            take(block(*start), given);
        }
    }
    Ok(())
}
