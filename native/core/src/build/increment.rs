//! What a change adds to the language counts or takes from them, found out without counting the other rows again: only who speaks for the first
//! time matters, and who no longer does.

use std::collections::{HashMap, HashSet};

use super::known_pairs::KnownPairs;
use super::segment::segment_writer::Pending;
use super::token_hash::TokenHash;
use crate::columns::order::order_key;
use crate::query::counts::{CountColumns, Counts};
use crate::store::segment::View;
use crate::text::row::OwnerNumber;
use crate::text::tokenizer::{SEPARATOR, Token};

/// A token, or two in a row; for a token alone the second is the separator, which follows nothing here.
type Spoken = (Token, Token);

/// What each owner has said so far. An owner's earlier rows are read when it speaks again, not before.
pub(crate) struct Voices {
    said: HashMap<OwnerNumber, Said>,
    size: usize,
    /// Those that were read for it.
    tokens: usize,
    most_tokens: usize,
}

/// What an owner has said, or what it says in the commit to come, where there is no room for what was before.
#[derive(Default)]
struct Said {
    spoken: HashSet<Spoken, TokenHash>,
    is_all: bool,
}

/// Tokens and pairs kept for owners that may speak again: about 200 MB.
const KEPT: usize = 8 << 20;

/// How many owners said something for the first time since the last commit, or no longer say it.
#[derive(Default)]
pub(crate) struct Increment {
    owners: HashMap<Spoken, u32, TokenHash>,
    tokens: usize,
    is_given_up: bool,
}

/// Rows of more tokens in one commit are not asked who speaks for the first time: everything is counted again, in one pass.
const MOST_TOKENS: usize = 4 << 20;

impl Increment {
    /// Takes rows that are in no view yet; `earlier` gives the tokens of an owner's rows before them.
    pub(crate) fn take<'t>(
        &mut self,
        pending: &Pending,
        voices: &mut Voices,
        earlier: impl Fn(OwnerNumber) -> Vec<&'t [Token]>,
    ) {
        self.tokens += pending.tokens.len();
        voices.tokens += pending.tokens.len();
        if self.is_given_up || self.tokens > MOST_TOKENS || voices.tokens > voices.most_tokens {
            self.give_up();
            return voices.forget();
        }
        let mut rows_of: HashMap<OwnerNumber, Vec<usize>> = HashMap::new();
        for (row, owner) in pending.owners.iter().enumerate() {
            rows_of.entry(*owner).or_default().push(row);
        }
        for (owner, rows) in rows_of {
            let rows: Vec<_> = rows.into_iter().map(|row| pending.row_tokens(row)).collect();
            let said = voices.of(owner, &earlier);
            let before = said.spoken.len();
            let all = rows.iter().flat_map(|row| spoken(row));
            let mut new: Vec<Spoken> = all.filter(|spoken| said.spoken.insert(*spoken)).collect();
            let grown = said.spoken.len() - before;
            if !said.is_all {
                new = unsaid(new, &earlier(owner));
            }
            voices.size += grown;
            new.into_iter().for_each(|spoken| *self.owners.entry(spoken).or_default() += 1);
        }
    }

    /// Takes an owner's rows that are removed, and those that are left of it; what is known of it is kept for at most so many tokens.
    pub(crate) fn lose(&mut self, removed: &[&[Token]], left: &[&[Token]], most_tokens: usize) {
        let count = |rows: &[&[Token]]| rows.iter().map(|row| row.len()).sum::<usize>();
        self.tokens += count(removed);
        if self.is_given_up || self.tokens > most_tokens || self.tokens + count(left) > MOST_TOKENS {
            return self.give_up();
        }
        let all = removed.iter().flat_map(|row| spoken(row)).collect();
        unsaid(all, left).into_iter().for_each(|spoken| *self.owners.entry(spoken).or_default() += 1);
    }

    /// Whether more was said than is looked at one by one: everything is to be counted again then.
    pub(crate) fn is_given_up(&self) -> bool {
        self.is_given_up
    }

    fn give_up(&mut self) {
        *self = Self { is_given_up: true, ..Self::default() };
    }

    /// The difference to the counts that stand when this is taken from them.
    pub(crate) fn finish_lost(self, counts: &Counts) -> CountColumns {
        let less = |owners: u32| owners.wrapping_neg();
        let of_pair = |_, known: u32, lost: u32| {
            // A pair of which one owner is left stands in no counts.
            (known > 0).then(|| less(if known - lost > 1 { lost } else { known }))
        };
        let differences = self.in_order();
        let known = counts.owners_of_pairs(&pairs_of(&differences));
        counted(&differences, known, of_pair, less)
    }

    /// The most pairs that it tells of.
    pub(crate) fn most_pairs(&self) -> usize {
        self.owners.len()
    }

    /// The difference to the counts that stand; `counts` and `views` are those of them, and of the segments, that are to be asked for what is not known.
    pub(crate) fn finish(self, known: &mut KnownPairs, counts: &Counts, views: &[View<'_>]) -> CountColumns {
        let differences = self.in_order();
        let standing = standing(&pairs_of(&differences), known, counts, views);
        let of_pair = |pair, standing: u32, more: u32| {
            let now = standing + more;
            known.note(pair, now);
            // A pair that one owner holds stands in no counts: with a second one it counts for both.
            (now > 1).then_some(if standing > 1 { more } else { now })
        };
        counted(&differences, standing, of_pair, |more| more)
    }

    /// In the order of suffixes.
    fn in_order(self) -> Vec<(Spoken, u32)> {
        let mut differences: Vec<(Spoken, u32)> = self.owners.into_iter().collect();
        differences.sort_unstable_by_key(|((first, second), _)| (order_key(*first), *second));
        differences
    }
}

fn pairs_of(differences: &[(Spoken, u32)]) -> Vec<[Token; 2]> {
    let of_pairs = differences.iter().filter(|((_, second), _)| *second != SEPARATOR);
    of_pairs.map(|((first, second), _)| [*first, *second]).collect()
}

/// How many owners hold each of some pairs; for more than one that is in the counts.
fn standing(pairs: &[[Token; 2]], known: &KnownPairs, counts: &Counts, views: &[View<'_>]) -> Vec<u32> {
    let mut owners = known.owners_of_pairs(pairs);
    let unknown: Vec<usize> = (0..pairs.len()).filter(|at| owners[*at] == 0).collect();
    let pairs: Vec<[Token; 2]> = unknown.iter().map(|at| pairs[*at]).collect();
    let counted = counts.owners_of_pairs(&pairs);
    let mut is_held: Vec<bool> = counted.iter().map(|owners| *owners > 0).collect();
    views.iter().for_each(|view| view.find_pairs(&pairs, &mut is_held));
    for ((at, counted), is_held) in unknown.into_iter().zip(counted).zip(is_held) {
        owners[at] = counted.max(u32::from(is_held));
    }
    owners
}

/// Of a pair what is made of it and of how many owners are known to hold it, if anything, of a token always.
fn counted(
    differences: &[(Spoken, u32)],
    known: Vec<u32>,
    mut of_pair: impl FnMut([Token; 2], u32, u32) -> Option<u32>,
    of_token: impl Fn(u32) -> u32,
) -> CountColumns {
    let mut known = known.into_iter();
    let (mut counted, mut pairs) = (CountColumns::default(), Vec::new());
    for of_first in differences.chunk_by(|((one, _), _), ((other, _), _)| one == other) {
        let mut of_token_alone = 0;
        pairs.clear();
        for ((first, second), owners) in of_first {
            if *second == SEPARATOR {
                of_token_alone = of_token(*owners);
            } else if let Some(owners) =
                known.next().and_then(|known| of_pair([*first, *second], known, *owners))
            {
                pairs.push([*second, owners]);
            }
        }
        // A token of which nothing is left to say is left out.
        if of_token_alone != 0 || !pairs.is_empty() {
            counted.push(of_first[0].0.0, of_token_alone, &pairs);
        }
    }
    counted
}

impl Voices {
    /// Of so many tokens at most.
    pub(crate) fn within(most_tokens: usize) -> Self {
        Self { said: HashMap::new(), size: 0, tokens: 0, most_tokens }
    }

    /// All are read again where they matter.
    pub(crate) fn forget(&mut self) {
        *self = Self::within(self.most_tokens);
    }

    /// After a commit: above a limit all are forgotten, and whoever is not known in full.
    pub(crate) fn trim(&mut self) {
        if self.size > KEPT
            || self.tokens > self.most_tokens / 2
            || self.said.values().any(|said| !said.is_all)
        {
            self.forget();
        }
    }

    fn of<'t>(&mut self, owner: OwnerNumber, earlier: impl Fn(OwnerNumber) -> Vec<&'t [Token]>) -> &mut Said {
        let Self { said, size, tokens, most_tokens } = self;
        said.entry(owner).or_insert_with(|| {
            let rows = earlier(owner);
            let more = rows.iter().map(|row| row.len()).sum::<usize>();
            if more > most_tokens.saturating_sub(*tokens) {
                return Said::default();
            }
            *tokens += more;
            let spoken: HashSet<Spoken, TokenHash> = rows.into_iter().flat_map(spoken).collect();
            *size += spoken.len();
            Said { spoken, is_all: true }
        })
    }
}

/// What is in no row, each once.
fn unsaid(spoken_now: Vec<Spoken>, rows: &[&[Token]]) -> Vec<Spoken> {
    let mut left: HashSet<Spoken, TokenHash> = spoken_now.into_iter().collect();
    for row in rows {
        if left.is_empty() {
            break;
        }
        for spoken in spoken(row) {
            left.remove(&spoken);
        }
    }
    left.into_iter().collect()
}

fn spoken(row: &[Token]) -> impl Iterator<Item = Spoken> + '_ {
    let pairs = row.windows(2).map(|two| (two[0], two[1]));
    row.iter().map(|token| (*token, SEPARATOR)).chain(pairs)
}
