//! Rules 1 and 2: how much a window says, with its own holders left out, and the bound below which it could be chance. Integers of 2^-16 nat.

use std::collections::HashMap;
use std::ops::Range;

use super::logarithm::Logarithms;
use crate::parameters::Parameters;
use crate::query::counts::Counts;
use crate::text::tokenizer::{Token, VOCABULARY_SIZE};

/// Information in units of 2^-16 nat.
pub(crate) type Bits = i64;

/// One nat.
pub(crate) const NAT: f64 = 65_536.0;

/// Numbers of owners for which terms are kept: windows are held by few.
const KEPT: usize = 64;

/// Tokens whose terms are kept together: a large output has little that is held by each number of owners.
const BLOCK: usize = 1_024;

/// What an output's tokens say, each after the one before it, for any number of owners left out.
pub(crate) struct Information<'p> {
    parameters: &'p Parameters,
    threshold: Bits,
    total: f64,
    logarithms: &'static Logarithms,
    tokens: Vec<TokenCounts>,
    /// For each token the most it can say as the first of a window.
    most_first: Vec<Bits>,
    /// The most that the tokens before each can say as later ones of a window, all together; one more at the end.
    most_before: Vec<Bits>,
    /// By the number of owners left out, then by token: in blocks, of which none is made, and `UNKNOWN`, until asked for.
    kept: Vec<Vec<Vec<Bits>>>,
    /// By the number of owners left out.
    sums: HashMap<usize, Sums>,
    /// How many of these were made.
    made: usize,
}

/// What the tokens before each say as later ones of a window, all together; one more at the end.
#[derive(Default)]
struct Sums {
    before: Vec<Bits>,
    /// Tokens that were added up one by one so far.
    added: usize,
}

/// Sums that are made: they grow with the output, and long windows and passages are held by a few different numbers of owners.
const MADE: usize = 2 * KEPT;

/// Tokens that are soon added up one by one.
const SHORT: usize = 64;

const UNKNOWN: Bits = -1;

/// What the data set knows of one token of the output.
struct TokenCounts {
    owners: u32,
    /// Of the pair with the token before; 0 for the first.
    pair_owners: u32,
}

impl<'p> Information<'p> {
    /// `tokens_in_set` is N, which is at least one, as is the output's length.
    pub(crate) fn new(
        counts: &Counts,
        tokens_in_set: u64,
        output: &[Token],
        parameters: &'p Parameters,
    ) -> Self {
        let counted = counts.of_output(output).into_iter();
        let tokens = counted.map(|(owners, pair_owners)| TokenCounts { owners, pair_owners });
        let mut information = Self {
            parameters,
            threshold: threshold(tokens_in_set, output.len(), parameters.alpha),
            total: (counts.total() + VOCABULARY_SIZE) as f64,
            logarithms: Logarithms::get(),
            tokens: tokens.collect(),
            most_first: Vec::with_capacity(output.len()),
            most_before: Vec::with_capacity(output.len() + 1),
            kept: Vec::new(),
            sums: HashMap::new(),
            made: 0,
        };
        let mut sum = 0;
        for at in 0..output.len() {
            let (first, later) = information.most_of(at);
            information.most_first.push(first);
            information.most_before.push(sum);
            sum += later;
        }
        information.most_before.push(sum);
        information
    }

    /// S.
    pub(crate) fn threshold(&self) -> Bits {
        self.threshold
    }

    /// The fewest tokens from `start` on, from `least` to `most`, that could say S, whoever holds them: at most `max_owners`, one at least.
    ///
    /// p falls when its numerator does and when its denominator grows, so both are taken at the number of holders that is worst for each of them; one unit more
    /// for each token covers a logarithm whose last digit is off.
    pub(crate) fn least_tokens(&self, start: usize, least: usize, most: usize) -> Option<usize> {
        if least > most {
            return None;
        }
        let wanted = self.threshold - self.most_first[start] + self.most_before[start + 1];
        let ends = &self.most_before[start + least..=start + most];
        Some(least + first_of(ends, wanted)?)
    }

    /// The most a token can say at the beginning of a window, and inside one.
    fn most_of(&self, at: usize) -> (Bits, Bits) {
        let (mu, owners) = (self.parameters.mu, self.parameters.max_owners);
        let first = self.first(at, owners) + 1;
        let Some(before) = at.checked_sub(1) else { return (first, first) };
        let pair = self.tokens[at].pair_owners;
        let numerator = f64::from(left_out(pair, owners)) + mu * self.single(at, owners);
        let denominator = f64::from(self.tokens[before].owners.max(pair).saturating_sub(1)) + mu;
        (first, self.logarithms.of_fraction((numerator, denominator), NAT) + 1)
    }

    /// Where a window of `owners` holders that says `said` up to the first of some tokens says at least S: the end behind the first of them that is enough.
    pub(crate) fn first_end(&mut self, said: Bits, tokens: Range<usize>, owners: usize) -> Option<usize> {
        let threshold = self.threshold;
        if let Some(before) = self.sums_for(&tokens, owners) {
            let wanted = threshold - said + before[tokens.start];
            return Some(tokens.start + 1 + first_of(&before[tokens.start + 1..=tokens.end], wanted)?);
        }
        let mut sum = said;
        for at in tokens {
            sum += self.inner(at, owners);
            if sum >= self.threshold {
                return Some(at + 1);
            }
        }
        None
    }

    /// info(w) of a window that `owners` hold.
    pub(crate) fn of(&mut self, window: Range<usize>, owners: usize) -> Bits {
        self.first(window.start, owners) + self.of_inner(window.start + 1..window.end, owners)
    }

    /// What some tokens of a window say, the first of which is not among them.
    pub(crate) fn of_inner(&mut self, tokens: Range<usize>, owners: usize) -> Bits {
        match self.sums_for(&tokens, owners) {
            Some(before) => before[tokens.end] - before[tokens.start],
            None => tokens.map(|at| self.inner(at, owners)).sum(),
        }
    }

    /// The sums for a number of owners left out, where so many tokens make it worth having them; the call counts. They are made once as many tokens were asked for as the output has: windows
    /// of a text that repeats itself may be as long as the output, from each of its tokens.
    fn sums_for(&mut self, tokens: &Range<usize>, owners: usize) -> Option<&[Bits]> {
        if tokens.len() <= SHORT {
            return None;
        }
        let sums = self.sums.entry(owners).or_default();
        sums.added += tokens.len();
        if sums.before.is_empty() {
            if sums.added < self.tokens.len() || self.made == MADE {
                return None;
            }
            let mut before = vec![0, 0];
            for at in 1..self.tokens.len() {
                before.push(before[at] + self.inner(at, owners));
            }
            self.sums.insert(owners, Sums { before, added: 0 });
            self.made += 1;
        }
        self.sums.get(&owners).map(|sums| sums.before.as_slice())
    }

    /// The information of one token in a window that begins at `start`.
    pub(crate) fn of_token(&mut self, at: usize, start: usize, owners: usize) -> Bits {
        if at == start { self.first(at, owners) } else { self.inner(at, owners) }
    }

    fn first(&self, at: usize, owners: usize) -> Bits {
        self.logarithms.of_fraction((self.others(at, owners), self.total), NAT)
    }

    #[inline]
    fn inner(&mut self, at: usize, owners: usize) -> Bits {
        let block = self.kept.get(owners).and_then(|blocks| blocks.get(at / BLOCK));
        match block.and_then(|block| block.get(at % BLOCK)) {
            Some(bits) if *bits != UNKNOWN => *bits,
            _ => self.keep(at, owners),
        }
    }

    fn keep(&mut self, at: usize, owners: usize) -> Bits {
        let bits = self.compute(at, owners);
        if owners < KEPT {
            let (tokens, block) = (self.tokens.len(), at / BLOCK);
            if self.kept.len() <= owners {
                self.kept.resize(owners + 1, Vec::new());
            }
            let blocks = &mut self.kept[owners];
            blocks.resize(tokens.div_ceil(BLOCK), Vec::new());
            if blocks[block].is_empty() {
                blocks[block] = vec![UNKNOWN; BLOCK.min(tokens - block * BLOCK)];
            }
            blocks[block][at % BLOCK] = bits;
        }
        bits
    }

    /// p(t|s), each operation rounded once, in the order of the rule.
    fn compute(&self, at: usize, owners: usize) -> Bits {
        let mu = self.parameters.mu;
        let before = left_out(self.tokens[at - 1].owners, owners);
        let pair = left_out(self.tokens[at].pair_owners, owners);
        let numerator = f64::from(pair) + mu * self.single(at, owners);
        self.logarithms.of_fraction((numerator, f64::from(before.max(pair)) + mu), NAT)
    }

    /// p1(t).
    fn single(&self, at: usize, owners: usize) -> f64 {
        self.others(at, owners) / self.total
    }

    fn others(&self, at: usize, owners: usize) -> f64 {
        f64::from(left_out(self.tokens[at].owners, owners)) + 1.0
    }
}

/// Where the first of some rising sums stands that is at least so much. Mostly it is among the first.
fn first_of(sums: &[Bits], wanted: Bits) -> Option<usize> {
    let near = sums.iter().take(SHORT).position(|sum| *sum >= wanted);
    near.or_else(|| Some(sums.partition_point(|sum| *sum < wanted)).filter(|at| *at < sums.len()))
}

fn left_out(count: u32, owners: usize) -> u32 {
    (count as usize).saturating_sub(owners) as u32
}

/// S = ln N + ln L + ln 1/alpha, each rounded before it is added.
fn threshold(tokens_in_set: u64, output_tokens: usize, alpha: f64) -> Bits {
    bits(libm::log(tokens_in_set as f64))
        + bits(libm::log(output_tokens as f64))
        + bits(libm::log(1.0 / alpha))
}

/// The only way a logarithm enters a sum: two honest programs add the same integers in any order.
fn bits(nats: f64) -> Bits {
    (nats * NAT + 0.5).floor() as Bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_grows_with_what_is_asked_for_and_not_with_the_output() {
        let (parameters, output) = (Parameters::default(), vec![7; 100_000]);
        let mut information = Information::new(&Counts::new(Vec::new()), 1, &output, &parameters);
        for owners in 0..2 * KEPT {
            let window = 5_000 + owners..5_005 + owners;
            assert_eq!(information.of(window.clone(), owners), information.of(window, owners));
        }
        let kept = information.kept.iter().flatten().map(Vec::len).sum::<usize>();
        assert!(kept <= 2 * KEPT * BLOCK, "{kept}");
        let last = output.len() - 1;
        assert_eq!(information.inner(last, 3), information.compute(last, 3));
        assert_eq!(information.inner(last, 3), information.compute(last, 3));
    }

    #[test]
    fn the_threshold_is_a_sum_of_rounded_logarithms() {
        assert_eq!(threshold(1_000_000, 500, 0.01), 905_413 + 407_281 + 301_804);
    }
}
