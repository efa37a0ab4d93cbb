//! What new rows add to the language counts, found out without counting the others again: only who speaks for the first time matters.

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

/// How many owners said something for the first time, since the last commit.
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

    /// The difference to the counts that stand; `views` are the segments that those counts are of.
    pub(crate) fn finish(self, counts: &Counts, views: &[View<'_>]) -> Vec<Counted> {
        let mut by_token: HashMap<Token, (u32, Vec<(Token, u32)>)> = HashMap::new();
        for ((first, second), more) in self.0 {
            if second == SEPARATOR {
                by_token.entry(first).or_default().0 = more;
                continue;
            }
            let known = counts.owners_of_pair([first, second]);
            // A pair that one owner holds stands in no counts: with a second one it counts for both.
            let is_single = known == 0 && views.iter().any(|view| view.pairs.holds(first, second));
            let now = known + u32::from(is_single) + more;
            if now > 1 {
                by_token.entry(first).or_default().1.push((second, now - known));
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
