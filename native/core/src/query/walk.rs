//! Many searches side by side: while one waits for memory, the others work.

/// A search in steps. Each step reads what the one before asked the memory for, and asks for what the next one reads.
pub(crate) trait Walk {
    /// `false` once there is nothing left to do.
    fn step(&mut self) -> bool;
}

/// Searches under way at once. A load takes 150-200 ns and a step about 10: beyond some 20 there is nothing left to hide, and a processor follows no more
/// than a few dozen loads anyway.
const LANES: usize = 24;

/// Walks all of `coming` to their ends and hands them on, in any order.
pub(crate) fn interleave<W: Walk>(mut coming: impl Iterator<Item = W>, mut take: impl FnMut(W)) {
    let mut lanes: Vec<W> = coming.by_ref().take(LANES).collect();
    while !lanes.is_empty() {
        let mut at = 0;
        while at < lanes.len() {
            if lanes[at].step() {
                at += 1;
                continue;
            }
            match coming.next() {
                Some(next) => {
                    take(std::mem::replace(&mut lanes[at], next));
                    at += 1;
                }
                None => take(lanes.swap_remove(at)),
            }
        }
    }
}
