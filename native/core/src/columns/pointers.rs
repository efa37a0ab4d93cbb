//! `table.S`: byte offsets of the suffixes in their order, in as few bytes each as the token file's size allows.

use std::io::Write;

use crate::files::checked::Checked;

/// Bytes of one pointer: ceil(log2(size) / 8), as infini-gram counts it; with `early-borders` as many or more, so that every width is met.
pub(crate) fn pointer_bytes(size: usize) -> usize {
    let bits = size.next_power_of_two().trailing_zeros() as usize;
    let least = if cfg!(feature = "early-borders") { [1, 3, 4, 4, 5][size / 4 % 5] } else { 1 };
    bits.div_ceil(8).max(least)
}

/// Writes the token positions `order` as byte offsets.
pub(crate) fn write_pointers(order: &[u32], token_bytes: usize, out: &mut impl Write) -> std::io::Result<()> {
    match pointer_bytes(order.len() * token_bytes) {
        1 => write_packed::<1>(order, token_bytes, out),
        2 => write_packed::<2>(order, token_bytes, out),
        3 => write_packed::<3>(order, token_bytes, out),
        4 => write_packed::<4>(order, token_bytes, out),
        _ => write_packed::<5>(order, token_bytes, out),
    }
}

fn write_packed<const WIDTH: usize>(
    order: &[u32],
    token_bytes: usize,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let mut packed = vec![[0; WIDTH]; AT_ONCE.min(order.len())];
    for positions in order.chunks(AT_ONCE) {
        for (pointer, position) in packed.iter_mut().zip(positions) {
            let offset = u64::from(*position) * token_bytes as u64;
            pointer.copy_from_slice(&offset.to_le_bytes()[..WIDTH]);
        }
        out.write_all(packed[..positions.len()].as_flattened())?;
    }
    Ok(())
}

/// Pointers handed to the file at once: few enough to stay in a processor's first cache.
const AT_ONCE: usize = 4_096;

/// Reads pointers where they lie.
#[derive(Clone, Copy)]
pub(crate) struct Pointers<'a> {
    bytes: Checked<'a, u8>,
    width: usize,
    mask: u64,
    shift: u32,
}

impl<'a> Pointers<'a> {
    /// `None` when the bytes are not `count` pointers.
    pub(crate) fn new(bytes: Checked<'a, u8>, count: usize, token_bytes: usize) -> Option<Self> {
        let width = pointer_bytes(count * token_bytes);
        let mask = u64::MAX >> (64 - 8 * width);
        (bytes.len() == count * width).then_some(Self {
            bytes,
            width,
            mask,
            shift: token_bytes.trailing_zeros(),
        })
    }

    /// Asks for the memory that `position` reads.
    #[inline]
    pub(crate) fn prefetch(&self, rank: usize) {
        self.bytes.prefetch(rank * self.width);
    }

    /// The position, in tokens, of the suffix at `rank`.
    #[inline]
    pub(crate) fn position(&self, rank: usize) -> usize {
        let at = rank * self.width;
        // Most have four bytes; eight would now and then reach into a cache line that nobody asked for.
        if let (4, Some(word)) = (self.width, self.bytes.part(at..at + self.width).first_chunk()) {
            return (u32::from_le_bytes(*word) >> self.shift) as usize;
        }
        let mut word = [0; 8];
        match at + 8 <= self.bytes.len() {
            true => word.copy_from_slice(self.bytes.part(at..at + 8)),
            // The last few pointers of the file.
            false => word[..self.width].copy_from_slice(self.bytes.part(at..at + self.width)),
        }
        ((u64::from_le_bytes(word) & self.mask) >> self.shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_format() {
        let expected = [
            (4, 1),
            (256, 1),
            (260, 2),
            (65_536, 2),
            (65_540, 3),
            (1 << 24, 3),
            ((1 << 24) + 4, 4),
            (1 << 32, 4),
        ];
        for (size, width) in expected {
            assert_eq!(pointer_bytes(size), width, "{size}");
        }
    }

    #[test]
    fn pointers_come_back() {
        for count in [1, 2, 63, 64, 65, 20_000, (1 << 22) + 1] {
            let order: Vec<u32> = (0..count).rev().collect();
            let mut bytes = Vec::new();
            write_pointers(&order, 4, &mut bytes).unwrap();
            let pointers = Pointers::new(Checked::trusted(&bytes), order.len(), 4).unwrap();
            assert!(order.iter().enumerate().all(|(rank, at)| pointers.position(rank) == *at as usize));
        }
    }
}
