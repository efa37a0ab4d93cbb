//! The language counts of a data set, open: how many owners hold a token, and a pair of tokens.

use std::path::Path;

use crate::error::{Error, Result};
use crate::store::manifest::GroupRecord;
use crate::store::mapped::Mapped;
use crate::store::segment::open_file;
use crate::store::token_table::TokenTable;
use crate::text::tokenizer::Token;

const HEADER: usize = 2;

/// `counts.<set>`, see `counts_writer` for its layout.
pub(crate) struct Counts {
    file: Mapped,
    table: TokenTable,
    firsts: usize,
    pairs: usize,
    total: u64,
}

impl Counts {
    /// # Errors
    /// A file that is missing, cut short or altered, by its name.
    pub(crate) fn open(folder: &Path, group: &GroupRecord) -> Result<Self> {
        open_file(folder, group, "checksums")?;
        let file = open_file(folder, group, "counts")?;
        let misshapen =
            || Error::damaged(&format!("counts.{}", group.name), "its content contradicts its header");
        let numbers = file.numbers().ok_or_else(misshapen)?;
        let [firsts, pairs] = *numbers.first_chunk::<HEADER>().ok_or_else(misshapen)?;
        let (firsts, pairs) = (firsts as usize, pairs as usize);
        if numbers.len() != HEADER + 3 * firsts + 2 * pairs {
            return Err(misshapen());
        }
        let table = TokenTable::new(&numbers[HEADER..HEADER + firsts]).ok_or_else(misshapen)?;
        let total =
            numbers[HEADER + firsts..HEADER + 2 * firsts].iter().map(|owners| u64::from(*owners)).sum();
        Ok(Self { file, table, firsts, pairs, total })
    }

    /// T: the sum over all tokens of how many owners hold each.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// df1: how many owners hold a token.
    pub(crate) fn owners_of_token(&self, token: Token) -> u32 {
        self.entry(token).map_or(0, |entry| self.column(1)[entry])
    }

    /// df2, where it is at least two: how many owners hold `second` directly after `first`. One owner's own pair is given as 0, which is the
    /// same to the method: the pair's holder is always left out.
    pub(crate) fn owners_of_pair(&self, first: Token, second: Token) -> u32 {
        let Some(entry) = self.entry(first) else { return 0 };
        let places = self.column(2);
        let end = places.get(entry + 1).map_or(self.pairs, |end| *end as usize);
        let range = places[entry] as usize..end;
        let all = &self.numbers()[HEADER + 3 * self.firsts..];
        match all[range.clone()].binary_search(&second) {
            Ok(at) => all[self.pairs + range.start + at],
            Err(_) => 0,
        }
    }

    fn entry(&self, token: Token) -> Option<usize> {
        self.table.find(self.column(0), token)
    }

    fn column(&self, which: usize) -> &[u32] {
        let start = HEADER + which * self.firsts;
        &self.numbers()[start..start + self.firsts]
    }

    fn numbers(&self) -> &[u32] {
        self.file.numbers().unwrap_or_default()
    }
}
