//! A part of a segment's rows: which of its suffixes count.

use std::ops::Range;

/// One bit for each rank and each row of a segment.
pub(crate) struct Mask {
    ranks: Vec<u64>,
    rows: Vec<u64>,
}

impl Mask {
    /// `rows` says of each row whether it counts, `row_of_rank` which row each suffix is of.
    pub(crate) fn new(rows: &[bool], row_of_rank: &[u32]) -> Self {
        let word = |bits: &mut dyn Iterator<Item = bool>| {
            bits.zip(0..).fold(0, |word, (bit, at)| word | u64::from(bit) << at)
        };
        let rows_word = |rows: &[bool]| word(&mut rows.iter().copied());
        let ranks_word = |ranks: &[u32]| word(&mut ranks.iter().map(|row| rows[*row as usize]));
        Self {
            ranks: row_of_rank.chunks(64).map(ranks_word).collect(),
            rows: rows.chunks(64).map(rows_word).collect(),
        }
    }

    pub(crate) fn has_row(&self, row: u32) -> bool {
        self.rows[row as usize / 64] >> (row % 64) & 1 == 1
    }

    /// The ranks of a range that count, in order.
    pub(crate) fn ranks(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let words = range.start / 64..range.end.div_ceil(64);
        words.flat_map(move |at| {
            let mut word = self.ranks[at] & inside(&range, at);
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// The last rank of a range that counts.
    pub(crate) fn last(&self, range: Range<usize>) -> Option<usize> {
        let words = (range.start / 64..range.end.div_ceil(64)).rev();
        let mut found = words.map(|at| (at, self.ranks[at] & inside(&range, at)));
        found.find(|(_, word)| *word != 0).map(|(at, word)| at * 64 + word.ilog2() as usize)
    }
}

/// The bits of a word that lie in a range.
fn inside(range: &Range<usize>, word: usize) -> u64 {
    let first = word * 64;
    let from = range.start.saturating_sub(first).min(64) as u32;
    let to = range.end.saturating_sub(first).min(64) as u32;
    let below = |bit: u32| if bit == 64 { u64::MAX } else { (1 << bit) - 1 };
    below(to) & !below(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_same_as_looking_at_each_rank() {
        let rows: Vec<bool> = (0..70).map(|row| row % 3 == 1 || row > 66).collect();
        let row_of_rank: Vec<u32> = (0..1_000_u32).map(|rank| rank * 37 % 70).collect();
        let mask = Mask::new(&rows, &row_of_rank);
        assert!((0..70).all(|row| mask.has_row(row) == rows[row as usize]));
        for start in (0..1_000).step_by(21) {
            for end in (start..=1_000).step_by(33).chain([start, 1_000]) {
                let expected: Vec<usize> =
                    (start..end).filter(|rank| rows[row_of_rank[*rank] as usize]).collect();
                assert_eq!(mask.ranks(start..end).collect::<Vec<_>>(), expected, "{start}..{end}");
                assert_eq!(mask.last(start..end), expected.last().copied(), "{start}..{end}");
            }
        }
    }
}
