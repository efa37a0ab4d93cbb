//! What a change adds to the language counts or takes from them, found out without counting the other rows again: only who speaks for the first
//! time matters, and who no longer does.

use std::collections::{HashMap, HashSet};

use super::counts_writer::Counted;
use super::segment_writer::Pending;
use crate::query::counts::Counts;
use crate::store::order::order_key;
use crate::store::segment::View;
use crate::text::row::OwnerNumber;
use crate::text::tokenizer::{SEPARATOR, Token};

/// A token, or two in a row; for a token alone the second is the separator, which follows nothing here.
type Spoken = (Token, Token);

/// What each owner has said so far. An owner's earlier rows are read when it speaks again, not before.
#[derive(Default)]
pub(crate) struct Voices {
    said: HashMap<OwnerNumber, HashSet<Spoken>>,
    size: usize,
}

/// Tokens and pairs kept for owners that may speak again: about 200 MB.
const KEPT: usize = 8 << 20;

/// How many owners said something for the first time since the last commit, or no longer say it.
#[derive(Default)]
pub(crate) struct Increment(HashMap<Spoken, u32>);

impl Increment {
    /// Takes rows that are in no view yet; `earlier` gives the tokens of an owner's rows before them.
    pub(crate) fn take<'t>(
        &mut self,
        pending: &Pending,
        voices: &mut Voices,
        earlier: impl Fn(OwnerNumber) -> Vec<&'t [Token]>,
    ) {
        for (row, owner) in pending.owners.iter().enumerate() {
            let start = pending.starts[row] as usize + 1;
            let end = pending.starts.get(row + 1).map_or(pending.tokens.len(), |end| *end as usize);
            let said = voices.of(*owner, &earlier);
            let before = said.len();
            for spoken in spoken(&pending.tokens[start..end]) {
                if said.insert(spoken) {
                    *self.0.entry(spoken).or_default() += 1;
                }
            }
            let grown = said.len() - before;
            voices.size += grown;
        }
    }

    /// What an owner said before rows of it were removed, and what is left.
    pub(crate) fn lose(&mut self, before: &[&[Token]], left: &[&[Token]]) {
        let left: HashSet<Spoken> = left.iter().flat_map(|row| spoken(row)).collect();
        let lost: HashSet<Spoken> = before.iter().flat_map(|row| spoken(row)).collect();
        lost.difference(&left).for_each(|spoken| *self.0.entry(*spoken).or_default() += 1);
    }

    /// The difference to the counts that stand when this is taken from them.
    pub(crate) fn finish_lost(self, counts: &Counts) -> Vec<Counted> {
        let less = |owners: u32| owners.wrapping_neg();
        counted(
            self.0,
            |pair, lost| {
                let known = counts.owners_of_pair(pair);
                // A pair of which one owner is left stands in no counts.
                (known > 0).then(|| less(if known - lost > 1 { lost } else { known }))
            },
            less,
        )
    }

    /// The difference to the counts that stand; `views` are the segments that those counts are of.
    pub(crate) fn finish(self, counts: &Counts, views: &[View<'_>]) -> Vec<Counted> {
        let of_pair = |pair: [Token; 2], more: u32| {
            let known = counts.owners_of_pair(pair);
            // A pair that one owner holds stands in no counts: with a second one it counts for both.
            let is_single = known == 0 && views.iter().any(|view| view.holds_pair(pair[0], pair[1]));
            let now = known + u32::from(is_single) + more;
            (now > 1).then_some(now - known)
        };
        counted(self.0, of_pair, |more| more)
    }
}

/// Differences in the order of suffixes: of a pair what is made of it, if anything, of a token always.
fn counted(
    differences: HashMap<Spoken, u32>,
    of_pair: impl Fn([Token; 2], u32) -> Option<u32>,
    of_token: impl Fn(u32) -> u32,
) -> Vec<Counted> {
    let mut by_token: HashMap<Token, (u32, Vec<(Token, u32)>)> = HashMap::new();
    for ((first, second), owners) in differences {
        if second == SEPARATOR {
            by_token.entry(first).or_default().0 = of_token(owners);
        } else if let Some(owners) = of_pair([first, second], owners) {
            by_token.entry(first).or_default().1.push((second, owners));
        }
    }
    let mut counted: Vec<Counted> = by_token
        .into_iter()
        .map(|(token, (owners, mut pairs))| {
            pairs.sort_unstable();
            Counted { token, owners, pairs }
        })
        .collect();
    counted.sort_unstable_by_key(|one| order_key(one.token));
    counted
}

impl Voices {
    /// After a commit: above a limit all are forgotten, and read again where they matter.
    pub(crate) fn trim(&mut self) {
        if self.size > KEPT {
            *self = Self::default();
        }
    }

    fn of<'t>(
        &mut self,
        owner: OwnerNumber,
        earlier: impl Fn(OwnerNumber) -> Vec<&'t [Token]>,
    ) -> &mut HashSet<Spoken> {
        let size = &mut self.size;
        self.said.entry(owner).or_insert_with(|| {
            let said: HashSet<Spoken> = earlier(owner).into_iter().flat_map(spoken).collect();
            *size += said.len();
            said
        })
    }
}

fn spoken(row: &[Token]) -> impl Iterator<Item = Spoken> + '_ {
    let pairs = row.windows(2).map(|two| (two[0], two[1]));
    row.iter().map(|token| (*token, SEPARATOR)).chain(pairs)
}
