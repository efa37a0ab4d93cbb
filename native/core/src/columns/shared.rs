//! `shared.S`: how many tokens each suffix has in common with the one before it, in half a byte. Where that falls below a length, the interval of a stretch of that
//! length ends: one line of memory tells what a search would need a look at many suffixes for.

use crate::files::checked::{Checked, CheckedFile};

/// Tokens that pairs of suffixes of one pair have in common at least: what is stored is what comes on top.
const PAIR: u32 = 2;

/// The most that is told: 15 fit into half a byte.
pub(crate) const MOST: u32 = PAIR + 15;

/// Suffixes that one word tells of.
const PER_WORD: usize = 16;

/// Words that are looked at in either direction: a page of memory. Beyond eight thousand suffixes a search by steps that double is sooner at its end.
const WORDS: usize = 512;

/// Suffixes of which one glance tells what all of them have in common: four words, which looking for their ends mostly brought along.
const GLANCE: u32 = 64;

/// How many words a segment of so many suffixes has.
pub(crate) const fn words_of(suffixes: usize) -> usize {
    suffixes.div_ceil(PER_WORD)
}

/// Notes that the suffix at a rank has `tokens` in common with the one before it.
pub(crate) fn note(words: &mut [u64], rank: usize, tokens: usize) {
    let beyond = tokens.saturating_sub(PAIR as usize).min(15);
    words[rank / PER_WORD] |= (beyond as u64) << (4 * (rank % PER_WORD));
}

/// The file where it lies.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a>(Checked<'a, u64>);

/// An end of an interval, or how far it was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    At(u32),
    Beyond(u32),
}

impl<'a> Shared<'a> {
    /// `None` when the file does not have the size of so many suffixes.
    pub(crate) fn new(file: &'a CheckedFile, suffixes: usize) -> Option<Self> {
        file.items().filter(|words| words.len() == words_of(suffixes)).map(Self)
    }

    /// Asks for the memory that looking around a rank reads first.
    #[inline]
    pub(crate) fn prefetch(&self, rank: u32) {
        self.0.prefetch(rank as usize / PER_WORD);
    }

    /// Both ends of the ranks around one of them whose suffixes have so many tokens in common, 3 to [`MOST`]; outside of `within` nothing is in common.
    pub(crate) fn around(&self, rank: u32, tokens: u32, within: (u32, u32)) -> (End, End) {
        (self.start(rank, tokens, within.0), self.end(rank, tokens, within.1))
    }

    /// How many tokens all suffixes of a short range have in common, where that is fewer than [`MOST`]; `u32::MAX` of a single one.
    pub(crate) fn common(&self, (start, end): (u32, u32)) -> Option<u32> {
        if end - start > GLANCE {
            return None;
        }
        let beyond = |rank: usize| (self.0.at(rank / PER_WORD) >> (4 * (rank % PER_WORD))) as u32 & 15;
        match (start as usize + 1..end as usize).map(beyond).min() {
            Some(least) => (PAIR + least < MOST).then_some(PAIR + least),
            None => Some(u32::MAX),
        }
    }

    fn start(&self, rank: u32, tokens: u32, least: u32) -> End {
        let own = rank as usize / PER_WORD;
        let first = (least as usize / PER_WORD).max((own + 1).saturating_sub(WORDS));
        let words = self.0.part(first..own + 1);
        let mask = u64::MAX >> (60 - 4 * (rank as usize % PER_WORD));
        let found = match fewer(words[own - first], tokens) & mask {
            0 => last_fewer(&words[..own - first], tokens),
            fewer => Some((own - first, fewer)),
        };
        let reached = first_rank(first);
        match found {
            Some((at, fewer)) => {
                End::At(least.max(first_rank(first + at) + (63 - fewer.leading_zeros()) / 4))
            }
            None if reached <= least => End::At(least),
            None => End::Beyond(reached),
        }
    }

    fn end(&self, rank: u32, tokens: u32, most: u32) -> End {
        let next = rank as usize + 1;
        let own = next / PER_WORD;
        let last = (most as usize).div_ceil(PER_WORD).clamp(own, own + WORDS);
        let mask = u64::MAX << (4 * (next % PER_WORD));
        let found = match self.0.part(own..last) {
            [] => None,
            [word, rest @ ..] => match fewer(*word, tokens) & mask {
                0 => first_fewer(rest, tokens).map(|(at, fewer)| (at + 1, fewer)),
                fewer => Some((0, fewer)),
            },
        };
        let reached = first_rank(last);
        match found {
            Some((at, fewer)) => End::At(most.min(first_rank(own + at) + fewer.trailing_zeros() / 4)),
            None if reached >= most => End::At(most),
            None => End::Beyond(reached),
        }
    }
}

/// Words that are looked at one by one: most intervals end there. What is behind them is looked at in steps.
const SINGLY: usize = 4;

/// Words that are looked at as one: a cache line.
const STEP: usize = 8;

/// The first word that tells of fewer tokens, and where it tells it.
fn first_fewer(words: &[u64], tokens: u32) -> Option<(usize, u64)> {
    let (near, far) = words.split_at(words.len().min(SINGLY));
    let is_any = |word: &u64| fewer(*word, tokens) != 0;
    let at = near.iter().position(is_any).or_else(|| {
        let steps = far.chunks(STEP).take_while(|step| !is_any_fewer(step, tokens));
        let skipped = near.len() + steps.map(<[u64]>::len).sum::<usize>();
        words[skipped..].iter().position(is_any).map(|at| skipped + at)
    });
    at.map(|at| (at, fewer(words[at], tokens)))
}

/// The last one.
fn last_fewer(words: &[u64], tokens: u32) -> Option<(usize, u64)> {
    let (far, near) = words.split_at(words.len().saturating_sub(SINGLY));
    let is_any = |word: &u64| fewer(*word, tokens) != 0;
    let at = near.iter().rposition(is_any).map(|at| far.len() + at).or_else(|| {
        let steps = far.rchunks(STEP).take_while(|step| !is_any_fewer(step, tokens));
        let skipped = steps.map(<[u64]>::len).sum::<usize>();
        far[..far.len() - skipped].iter().rposition(is_any)
    });
    at.map(|at| (at, fewer(words[at], tokens)))
}

fn is_any_fewer(words: &[u64], tokens: u32) -> bool {
    words.iter().fold(0, |any, word| any | fewer(*word, tokens)) != 0
}

/// The first of the ranks that a word tells of.
fn first_rank(word: usize) -> u32 {
    (word * PER_WORD) as u32
}

/// The highest bit of each of the sixteen numbers that tell of fewer tokens; no others.
#[inline]
fn fewer(word: u64, tokens: u32) -> u64 {
    const LOW: u64 = 0x0F0F_0F0F_0F0F_0F0F;
    const EACH: u64 = 0x0101_0101_0101_0101;
    // Added to a byte of 0 to 15, this reaches the byte's highest bit where the byte is no less.
    let up = EACH * u64::from(0x80 - (tokens - PAIR));
    let no_less = |bytes: u64| (bytes + up) & (EACH * 0x80);
    let (even, odd) = (no_less(word & LOW), no_less(word >> 4 & LOW));
    !(even >> 4 | odd) & (EACH * 0x88)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_same_as_looking_at_each_suffix() {
        let in_common: Vec<u32> = (0..40_000_u32)
            .map(|rank| match rank {
                // So many alike that neither end is in reach.
                5_000..35_000 => MOST,
                _ => 3 + rank.wrapping_mul(2_654_435_761) % 97 % 30,
            })
            .collect();
        let mut words = vec![0; words_of(in_common.len())];
        for (rank, tokens) in in_common.iter().enumerate() {
            note(&mut words, rank, *tokens as usize);
        }
        let shared = Shared(Checked::trusted(&words));
        for rank in (0..40_000).step_by(111) {
            for tokens in 3..=MOST {
                let far = tokens * 1_789 % 12_000;
                let within = (rank - rank.min(far), 40_000.min(rank + 1 + far));
                let fewer = |rank: &u32| in_common[*rank as usize] < tokens;
                let start = (within.0 + 1..=rank).rev().find(fewer).unwrap_or(within.0);
                let end = (rank + 1..within.1).find(fewer).unwrap_or(within.1);
                let (found_start, found_end) = shared.around(rank, tokens, within);
                match found_start {
                    End::At(at) => assert_eq!(at, start),
                    End::Beyond(at) => assert!(start < at && at + 8_000 < rank),
                }
                match found_end {
                    End::At(at) => assert_eq!(at, end),
                    End::Beyond(at) => assert!(at < end && rank + 8_000 < at),
                }
                let glance = (rank, 40_000.min(rank + 1 + far % 80));
                let all = (glance.0 + 1..glance.1).map(|rank| in_common[rank as usize].min(MOST)).min();
                let told = all.map_or(Some(u32::MAX), |all| (all < MOST).then_some(all));
                assert_eq!(shared.common(glance), told.filter(|_| glance.1 - glance.0 <= GLANCE));
            }
        }
    }
}
