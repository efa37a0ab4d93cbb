//! What an output has in common with itself: how far it goes on alike from any two of its tokens, without a look at the tokens between.

use libsais::SuffixArrayConstruction;

use crate::columns::range_minimum::{Column, Levels, PASSING, smallest};
use crate::files::checked::Checked;
use crate::text::tokenizer::Token;

/// An output's suffixes in some order, and what neighbours in it have in common: of any two the least between them. 12 bytes a token, and 8 more while it is made.
pub(crate) struct Repeats {
    /// By token of the output.
    rank_of: Vec<u32>,
    /// By rank: tokens in common with the suffix before it.
    shared: Vec<u32>,
    levels: Vec<u32>,
    column: Column,
}

impl Repeats {
    /// `None` where the suffixes can't be sorted: there is no memory for it.
    pub(crate) fn of(output: &[Token]) -> Option<Self> {
        let order = sorted(output)?;
        let mut rank_of = vec![0; output.len()];
        (0..).zip(&order).for_each(|(rank, at)| rank_of[*at as usize] = rank);
        // Kasai: from one token to the next at most one less is in common with the neighbour.
        let mut shared = vec![0; output.len()];
        let mut known = 0_usize;
        for (at, rank) in rank_of.iter().enumerate() {
            known = match (*rank as usize).checked_sub(1) {
                Some(before) => {
                    let other = order[before] as usize;
                    let rest = output[at + known..].iter().zip(&output[other + known..]);
                    known + rest.take_while(|(one, other)| one == other).count()
                }
                None => 0,
            };
            shared[*rank as usize] = known as u32;
            known = known.saturating_sub(1);
        }
        let mut levels = Levels::default();
        shared.chunks(PASSING).for_each(|values| levels.pass(values));
        let levels = levels.finish();
        let column = Column::shape(shared.len(), levels.len())?;
        Some(Self { rank_of, shared, levels, column })
    }

    /// How many tokens the output has in common from two of its tokens on; none behind its end.
    pub(crate) fn common(&self, one: usize, other: usize) -> usize {
        let count = self.rank_of.len();
        if one == other || one.max(other) >= count {
            return count.saturating_sub(one.max(other));
        }
        let (one, other) = (self.rank_of[one] as usize, self.rank_of[other] as usize);
        let between = one.min(other) + 1..one.max(other) + 1;
        let levels = Checked::trusted(&self.levels);
        self.column.minimum(levels, between, |part| smallest(&self.shared[part])) as usize
    }

    /// A number that all stretches with the same tokens have in common, and no others of that length.
    pub(crate) fn alike(&self, start: usize, tokens: usize) -> u32 {
        // The first in order of those that begin so.
        let behind = self.rank_of[start] as usize + 1;
        let value = |at: usize| self.shared[at];
        let levels = Checked::trusted(&self.levels);
        self.column.last_below(levels, (behind, tokens as u32), value).unwrap_or(0) as u32
    }
}

/// The places of an output's suffixes in an order of them: which tokens come first does not matter here, so they are numbered by their ids alone.
fn sorted(output: &[Token]) -> Option<Vec<u32>> {
    let mut different = output.to_vec();
    different.sort_unstable();
    different.dedup();
    let number = |token: &Token| different.partition_point(|one| one < token) as i32;
    let mut numbers: Vec<i32> = output.iter().map(number).collect();
    let sorting = SuffixArrayConstruction::for_text_mut(&mut numbers).in_owned_buffer32();
    let order = sorting.single_threaded().run().ok()?.into_vec();
    Some(order.into_iter().map(|at| at as u32).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::interval::common;

    #[test]
    fn says_the_same_as_comparing() {
        let thue = |at: usize| at.count_ones() % 2;
        let texts: [Vec<Token>; 6] = [
            vec![7],
            vec![7; 200],
            (0..300).map(|at| at % 3).collect(),
            (0..500).map(thue).collect(),
            (0..400_u32).map(|at| at.wrapping_mul(2_654_435_761) >> 30).collect(),
            (0..9_000_u32).map(|at| at % 4_500 % 91).collect(),
        ];
        for text in texts {
            let repeats = Repeats::of(&text).unwrap();
            for one in (0..text.len()).step_by(1 + text.len() / 100) {
                for other in (0..=text.len()).step_by(1 + text.len() / 90) {
                    let expected = common(&text[one..], &text[other..]);
                    assert_eq!(repeats.common(one, other), expected, "{one} {other}");
                    let most = text.len() - one.max(other);
                    for tokens in
                        [1, expected, expected + 1].into_iter().filter(|tokens| (1..=most).contains(tokens))
                    {
                        let is_alike = repeats.alike(one, tokens) == repeats.alike(other, tokens);
                        assert_eq!(is_alike, tokens <= expected, "{one} {other} {tokens}");
                    }
                }
            }
        }
    }
}
