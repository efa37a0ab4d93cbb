//! What a change adds to the language counts or takes from them, found out without counting the other rows again: only who speaks for the first
//! time matters, and who no longer does.

use std::collections::{HashMap, HashSet};

use super::counts_writer::Counted;
use super::segment::segment_writer::Pending;
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
            for spoken in spoken(&pending.tokens.part(start..end)) {
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
        let of_pair = |known: u32, (_, lost): ([Token; 2], u32)| {
            // A pair of which one owner is left stands in no counts.
            (known > 0).then(|| less(if known - lost > 1 { lost } else { known }))
        };
        self.counted(counts, of_pair, less)
    }

    /// The difference to the counts that stand; `views` are the segments that those counts are of.
    pub(crate) fn finish(self, counts: &Counts, views: &[View<'_>]) -> Vec<Counted> {
        let of_pair = |known: u32, ([first, second], more): ([Token; 2], u32)| {
            // A pair that one owner holds stands in no counts: with a second one it counts for both.
            let is_single = known == 0 && views.iter().any(|view| view.holds_pair(first, second));
            let now = known + u32::from(is_single) + more;
            (now > 1).then_some(now - known)
        };
        self.counted(counts, of_pair, |more| more)
    }

    /// Differences in the order of suffixes: of a pair what is made of it and of how many owners are known to hold it, if anything, of a token always.
    fn counted(
        self,
        counts: &Counts,
        of_pair: impl Fn(u32, ([Token; 2], u32)) -> Option<u32>,
        of_token: impl Fn(u32) -> u32,
    ) -> Vec<Counted> {
        let mut differences: Vec<(Spoken, u32)> = self.0.into_iter().collect();
        differences.sort_unstable_by_key(|((first, second), _)| (order_key(*first), *second));
        let of_pairs = differences.iter().filter(|((_, second), _)| *second != SEPARATOR);
        let pairs: Vec<[Token; 2]> = of_pairs.map(|((first, second), _)| [*first, *second]).collect();
        let mut known = counts.owners_of_pairs(&pairs).into_iter();
        let by_token = differences.chunk_by(|((one, _), _), ((other, _), _)| one == other);
        let counted = by_token.map(|differences| {
            let mut counted = Counted { token: differences[0].0.0, owners: 0, pairs: Vec::new() };
            for ((first, second), owners) in differences {
                if *second == SEPARATOR {
                    counted.owners = of_token(*owners);
                } else if let Some(owners) =
                    of_pair(known.next().unwrap_or_default(), ([*first, *second], *owners))
                {
                    counted.pairs.push((*second, owners));
                }
            }
            counted
        });
        // A token of which nothing is left to say is left out.
        counted.filter(|counted| counted.owners != 0 || !counted.pairs.is_empty()).collect()
    }
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
