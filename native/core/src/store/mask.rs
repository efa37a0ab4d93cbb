//! A part of a segment's rows: which of its suffixes count.

use std::ops::Range;
use std::sync::OnceLock;

use crate::columns::range_minimum::SCANNED;
use crate::columns::rows::Rows;
use crate::files::checked::Checked;
use crate::text::row::OwnerNumber;

/// One bit for each row of a segment and, where few rows count, for each rank.
pub(crate) struct Mask {
    rows: Vec<u64>,
    ranks: Option<Ranks>,
    /// A bit for each owner up to the last with a row that counts, once one was asked for.
    owners: OnceLock<Vec<u64>>,
    /// Minima of the rows that count, as behind the column of all rows, once a long range was asked for whose first row does not count.
    levels: OnceLock<Vec<u32>>,
}

impl Mask {
    /// Some rows: `rows` says of each whether it counts, `row_of_rank` which row each suffix is of.
    pub(crate) fn some(rows: &[bool], row_of_rank: Rows<'_>) -> Self {
        let mut ranks = vec![0; row_of_rank.ranks().len().div_ceil(64)];
        row_of_rank.each(row_of_rank.ranks(), |row, rank| {
            ranks[rank / 64] |= u64::from(rows[row as usize]) << (rank % 64)
        });
        Self { ranks: Some(Ranks(ranks)), ..Self::most(rows) }
    }

    /// All rows but a few: made without a look at the suffixes, whose rows are looked at one by one instead.
    pub(crate) fn most(rows: &[bool]) -> Self {
        let rows = rows.chunks(64).map(|rows| word(rows.iter().copied())).collect();
        Self { rows, ranks: None, owners: OnceLock::new(), levels: OnceLock::new() }
    }

    pub(crate) fn has_row(&self, row: u32) -> bool {
        self.rows[row as usize / 64] >> (row % 64) & 1 == 1
    }

    /// Whether an owner has a row that counts; the owner of each row is given.
    pub(crate) fn has_owner(&self, owner: OwnerNumber, owner_of_row: Checked<'_, u32>) -> bool {
        let owners = self.owners.get_or_init(|| {
            let mut owners = Vec::new();
            let rows = (0..).zip(owner_of_row.whole()).filter(|(row, _)| self.has_row(*row));
            for owner in rows.map(|(_, owner)| *owner as usize) {
                owners.resize(owners.len().max(owner / 64 + 1), 0);
                owners[owner / 64] |= 1_u64 << (owner % 64);
            }
            owners
        });
        let word = owners.get(owner.0 as usize / 64);
        word.is_some_and(|word| word >> (owner.0 % 64) & 1 == 1)
    }

    /// The first row in a range that counts; `u32::MAX` where there is none. O(64 log n), but for the first long range that is asked for.
    pub(crate) fn first_row(&self, range: Range<usize>, rows: Rows<'_>) -> u32 {
        if range.len() <= SCANNED {
            return self.ranks(range, rows).map(|rank| rows.at(rank)).min().unwrap_or(u32::MAX);
        }
        let levels = self.levels.get_or_init(|| rows.levels_of(|row| self.has_row(row)));
        rows.minimum_of(range, Checked::trusted(levels), |row| self.has_row(row))
    }

    /// The ranks of a range that count, in order.
    pub(crate) fn ranks<'m>(
        &'m self,
        range: Range<usize>,
        rows: Rows<'m>,
    ) -> impl Iterator<Item = usize> + 'm {
        let marked = self.ranks.as_ref().map(|ranks| ranks.within(range.clone()));
        let looked_at = self.ranks.is_none().then(|| range.filter(move |rank| self.has_row(rows.at(*rank))));
        marked.into_iter().flatten().chain(looked_at.into_iter().flatten())
    }

    /// The last rank of a range that counts.
    pub(crate) fn last(&self, mut range: Range<usize>, rows: Rows<'_>) -> Option<usize> {
        match &self.ranks {
            Some(ranks) => ranks.last(range),
            None => range.rfind(|rank| self.has_row(rows.at(*rank))),
        }
    }
}

fn word(bits: impl Iterator<Item = bool>) -> u64 {
    bits.zip(0..).fold(0, |word, (bit, at)| word | u64::from(bit) << at)
}

/// One bit for each rank.
struct Ranks(Vec<u64>);

impl Ranks {
    fn within(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let words = range.start / 64..range.end.div_ceil(64);
        words.flat_map(move |at| {
            let mut word = self.0[at] & inside(&range, at);
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(at * 64 + bit)
            })
        })
    }

    fn last(&self, range: Range<usize>) -> Option<usize> {
        let words = (range.start / 64..range.end.div_ceil(64)).rev();
        let mut found = words.map(|at| (at, self.0[at] & inside(&range, at)));
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
    use crate::columns::range_minimum::Column;

    #[test]
    fn says_the_same_as_looking_at_each_rank() {
        let rows: Vec<bool> = (0..70).map(|row| row % 3 == 1 || row > 66).collect();
        let row_of_rank: Vec<u32> = (0..1_000_u32).map(|rank| rank * 37 % 70).collect();
        let column = Column::shape(row_of_rank.len(), row_of_rank.len().div_ceil(64)).unwrap();
        let of_rank = Rows::trusted(&row_of_rank, &column);
        let masks = [Mask::some(&rows, of_rank), Mask::most(&rows)];
        assert!(masks.iter().all(|mask| (0..70).all(|row| mask.has_row(row) == rows[row as usize])));
        for start in (0..1_000).step_by(21) {
            for end in (start..=1_000).step_by(33).chain([start, 1_000]) {
                let expected: Vec<usize> =
                    (start..end).filter(|rank| rows[row_of_rank[*rank] as usize]).collect();
                for mask in &masks {
                    assert_eq!(
                        mask.ranks(start..end, of_rank).collect::<Vec<_>>(),
                        expected,
                        "{start}..{end}"
                    );
                    assert_eq!(mask.last(start..end, of_rank), expected.last().copied(), "{start}..{end}");
                    let first = expected.iter().map(|rank| row_of_rank[*rank]).min().unwrap_or(u32::MAX);
                    assert_eq!(mask.first_row(start..end, of_rank), first, "{start}..{end}");
                }
            }
        }
    }
}
