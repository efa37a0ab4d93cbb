//! The language counts of a data set, open: how many owners hold a token, and a pair of tokens.

use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::columns::order::order_key;
use crate::columns::slots::{ABREAST, Slots, find_in_order, pair_key};
use crate::error::{Error, Result};
use crate::files::checked::{Checked, CheckedFile, refusing};
use crate::store::group::Group;
use crate::store::manifest::GroupRecord;
use crate::text::tokenizer::Token;

/// The files of a data set's counts: what they say of a token or a pair is summed. Where rows were removed a file says less than nothing: numbers wrap.
pub(crate) struct Counts(Vec<Arc<CountsFile>>);

impl Counts {
    pub(crate) fn new(files: Vec<Arc<CountsFile>>) -> Self {
        Self(files)
    }

    pub(crate) fn files(&self) -> &[Arc<CountsFile>] {
        &self.0
    }

    /// T: the sum over all tokens of how many owners hold each.
    pub(crate) fn total(&self) -> u64 {
        self.0.iter().map(|file| file.total).fold(0, u64::wrapping_add)
    }

    /// For each token of an output df1, how many owners hold it, and df2, how many hold it directly after the one before it. A pair of one owner's own is given as 0,
    /// which is the same to the method: the pair's holder is always left out.
    pub(crate) fn of_output(&self, output: &[Token]) -> Vec<(u32, u32)> {
        let mut files = self.0.iter();
        let mut sums = files.next().map_or_else(|| vec![(0, 0); output.len()], |file| file.of_output(output));
        for file in files {
            for (sum, (owners, owners_of_pair)) in sums.iter_mut().zip(file.of_output(output)) {
                *sum = (sum.0.wrapping_add(owners), sum.1.wrapping_add(owners_of_pair));
            }
        }
        sums
    }

    /// df2 of each of some pairs, soonest where those of one first token stand together.
    pub(crate) fn owners_of_pairs(&self, pairs: &[[Token; 2]]) -> Vec<u32> {
        let mut sums = vec![0; pairs.len()];
        for file in &self.0 {
            let columns = file.columns();
            let sums = sums.chunks_mut(ABREAST);
            pairs.chunks(ABREAST).zip(sums).for_each(|(pairs, sums)| columns.add_owners(pairs, sums));
        }
        sums
    }
}

/// `counts.<name>`: two counts (tokens F, pairs P), F tokens, how many owners hold each, where its pairs begin; P pairs of second token and how many owners hold
/// it after the first, rising for each first; then the slots of the tokens and those of the pairs.
pub(crate) struct CountsFile {
    name: String,
    numbers: Numbers,
    firsts: usize,
    pairs: usize,
    total: u64,
}

const HEADER: usize = 2;

/// A file's content, or what it would be.
enum Numbers {
    Stored(CheckedFile),
    Held(Vec<u32>),
}

impl Numbers {
    fn get(&self) -> Option<Checked<'_, u32>> {
        match self {
            Self::Stored(file) => file.items(),
            Self::Held(numbers) => Some(Checked::trusted(numbers)),
        }
    }
}

/// The columns before they are written.
#[derive(Default)]
pub(crate) struct CountColumns {
    firsts: Vec<Token>,
    owners: Vec<u32>,
    places: Vec<u32>,
    /// Second tokens with the owners of each pair.
    pairs: Vec<[u32; 2]>,
}

impl CountColumns {
    /// Tokens come in the order of suffixes, the pairs of each rising.
    pub(crate) fn push(&mut self, token: Token, owners: u32, pairs: &[[u32; 2]]) {
        self.firsts.push(token);
        self.owners.push(owners);
        self.places.push(self.pairs.len() as u32);
        self.pairs.extend_from_slice(pairs);
    }

    pub(crate) fn write(&self, file: &mut impl Write) -> std::io::Result<()> {
        let header = [self.firsts.len() as u32, self.pairs.len() as u32];
        for numbers in [&header[..], &self.firsts, &self.owners, &self.places] {
            file.write_all(bytemuck::cast_slice(numbers))?;
        }
        file.write_all(bytemuck::cast_slice(&self.pairs))?;
        Slots::write(self.firsts.len(), self.firsts.iter().map(|token| u64::from(*token)), file)?;
        let ends = self.places.iter().skip(1).map(|place| *place as usize).chain([self.pairs.len()]);
        let of_firsts = self.firsts.iter().zip(&self.places).zip(ends);
        let keys = of_firsts.flat_map(|((first, start), end)| {
            self.pairs[*start as usize..end].iter().map(|[second, _]| pair_key(*first, *second))
        });
        Slots::write(self.pairs.len(), keys, file)
    }
}

impl CountsFile {
    /// # Errors
    /// A file that is missing, cut short or altered, by its name.
    pub(crate) fn open(folder: &Path, group: &GroupRecord) -> Result<Self> {
        let file = Group::open(folder, group)?.file("counts")?;
        refusing(|| Self::of(group.name.clone(), Numbers::Stored(file)))
    }

    /// Counts that are in no file.
    ///
    /// # Errors
    /// They are too many to be numbered.
    pub(crate) fn held(columns: &CountColumns) -> Result<Self> {
        let mut bytes = Vec::new();
        let refused = |fault: std::io::Error| Error::internal(fault.to_string());
        columns.write(&mut bytes).map_err(refused)?;
        let numbers = bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)).collect();
        Self::of(String::new(), Numbers::Held(numbers))
    }

    fn of(name: String, content: Numbers) -> Result<Self> {
        let misshapen = || Error::damaged(&format!("counts.{name}"), "its content contradicts its header");
        let numbers = content.get().ok_or_else(misshapen)?;
        let (firsts, pairs) = numbers.get(0).zip(numbers.get(1)).ok_or_else(misshapen)?;
        let (firsts, pairs) = (firsts as usize, pairs as usize);
        let slots = Slots::of(firsts).len() + Slots::of(pairs).len();
        if numbers.len() != HEADER + 3 * firsts + 2 * pairs + slots {
            return Err(misshapen());
        }
        let owners = numbers.part(HEADER + firsts..HEADER + 2 * firsts);
        let total =
            owners.iter().fold(0_u64, |total, owners| total.wrapping_add_signed(i64::from(*owners as i32)));
        Ok(Self { name, numbers: content, firsts, pairs, total })
    }

    /// The file, where there is one.
    pub(crate) fn stored(&self) -> Option<&CheckedFile> {
        match &self.numbers {
            Numbers::Stored(file) => Some(file),
            Numbers::Held(_) => None,
        }
    }

    /// The group's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many tokens and pairs it speaks of.
    pub(crate) fn entries(&self) -> usize {
        self.firsts + self.pairs
    }

    /// Each token with how many owners hold it and with its pairs, in the order of suffixes.
    pub(crate) fn by_token(&self) -> impl Iterator<Item = (Token, u32, &[[u32; 2]])> + '_ {
        let Columns { firsts, owners, places, pairs, .. } = self.columns();
        let (firsts, owners, places) = (firsts.whole(), owners.whole(), places.whole());
        let ends = places.iter().skip(1).map(|place| *place as usize).chain([pairs.len()]);
        let tokens = firsts.iter().zip(owners).zip(places).zip(ends);
        tokens.map(move |(((token, owners), start), end)| (*token, *owners, pairs.part(*start as usize..end)))
    }

    /// All are looked up side by side.
    fn of_output(&self, output: &[Token]) -> Vec<(u32, u32)> {
        let columns = self.columns();
        for token in output {
            columns.first_slots.0.prefetch(columns.first_slots.1, u64::from(*token));
        }
        for pair in output.windows(2) {
            columns.pair_slots.0.prefetch(columns.pair_slots.1, pair_key(pair[0], pair[1]));
        }
        for token in output {
            columns.prefetch_entry(*token);
        }
        let entries: Vec<Option<usize>> = output.iter().map(|token| columns.entry(*token)).collect();
        for pair in output.windows(2) {
            // The first that might be it mostly is.
            let prefetch = |at| {
                columns.pairs.prefetch(at);
                true
            };
            let _ = columns.pair(pair, prefetch, || None);
        }
        let owners_of_pair = |at: usize| {
            let before = at.checked_sub(1)?;
            let entry = entries[before]?;
            let end = columns.places.get(entry + 1).map_or(columns.pairs.len(), |end| end as usize);
            let of_first = columns.places.at(entry) as usize..end;
            let is = |found: usize| of_first.contains(&found) && columns.pairs.at(found)[0] == output[at];
            let in_order = || columns.pair_in_order(of_first.clone(), output[at]);
            columns.pair(&output[before..=at], is, in_order).map(|found| columns.pairs.at(found)[1])
        };
        let owners = entries.iter().map(|entry| entry.map_or(0, |entry| columns.owners.at(entry)));
        owners.enumerate().map(|(at, owners)| (owners, owners_of_pair(at).unwrap_or(0))).collect()
    }

    fn columns(&self) -> Columns<'_> {
        let mut rest = self.numbers.get().unwrap_or(Checked::trusted(&[]));
        let mut take = |count: usize| {
            let (part, after) = rest.split(count);
            rest = after;
            part
        };
        take(HEADER);
        let slots = [Slots::of(self.firsts), Slots::of(self.pairs)];
        Columns {
            firsts: take(self.firsts),
            owners: take(self.firsts),
            places: take(self.firsts),
            pairs: take(2 * self.pairs).chunks(),
            first_slots: (slots[0], take(slots[0].len())),
            pair_slots: (slots[1], take(slots[1].len())),
        }
    }
}

struct Columns<'a> {
    firsts: Checked<'a, u32>,
    owners: Checked<'a, u32>,
    places: Checked<'a, u32>,
    pairs: Checked<'a, [u32; 2]>,
    first_slots: (Slots, Checked<'a, u32>),
    pair_slots: (Slots, Checked<'a, u32>),
}

impl Columns<'_> {
    fn entry(&self, token: Token) -> Option<usize> {
        let (slots, numbers) = self.first_slots;
        let compare = |entry| order_key(self.firsts.at(entry)).cmp(&order_key(token));
        let in_order = || find_in_order(0..self.firsts.len(), compare);
        slots.find(numbers, u64::from(token), |entry| self.firsts.at(entry) == token, in_order)
    }

    /// Asks for the memory of what is said of a token: the first that might be it mostly is.
    fn prefetch_entry(&self, token: Token) {
        let (slots, numbers) = self.first_slots;
        let prefetch = |entry| {
            self.firsts.prefetch(entry);
            self.owners.prefetch(entry);
            self.places.prefetch(entry);
            true
        };
        let _ = slots.find(numbers, u64::from(token), prefetch, || None);
    }

    /// Adds how many owners hold each of some pairs.
    fn add_owners(&self, pairs: &[[Token; 2]], sums: &mut [u32]) {
        for [first, second] in pairs {
            self.pair_slots.0.prefetch(self.pair_slots.1, pair_key(*first, *second));
        }
        // Most files have little of what is looked for.
        let mut might_be = [false; ABREAST];
        for (pair, might_be) in pairs.iter().zip(&mut might_be) {
            // The first that might be it mostly is; one behind too many others might be, too.
            let prefetch = |at| {
                self.pairs.prefetch(at);
                true
            };
            *might_be = self.pair(pair, prefetch, || Some(0)).is_some();
        }
        let mut of_first = (None, 0..0);
        let likely = pairs.iter().zip(sums).zip(might_be).filter(|(_, might_be)| *might_be);
        for (([first, second], sum), _) in likely {
            let is = |found: usize| {
                if self.pairs.at(found)[0] != *second {
                    return false;
                }
                // Asked only where something was found.
                if of_first.0 != Some(*first) {
                    of_first = (Some(*first), self.places_of(*first));
                }
                of_first.1.contains(&found)
            };
            let in_order = || self.pair_in_order(self.places_of(*first), *second);
            if let Some(found) = self.pair(&[*first, *second], is, in_order) {
                *sum = sum.wrapping_add(self.pairs.at(found)[1]);
            }
        }
    }

    /// Where the pairs of a first token stand.
    fn places_of(&self, first: Token) -> Range<usize> {
        let Some(entry) = self.entry(first) else { return 0..0 };
        let end = self.places.get(entry + 1).map_or(self.pairs.len(), |end| end as usize);
        self.places.at(entry) as usize..end
    }

    fn pair(
        &self,
        pair: &[Token],
        is: impl FnMut(usize) -> bool,
        in_order: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        let (slots, numbers) = self.pair_slots;
        slots.find(numbers, pair_key(pair[0], pair[1]), is, in_order)
    }

    /// The place of a second token among those of a first one.
    fn pair_in_order(&self, of_first: Range<usize>, second: Token) -> Option<usize> {
        let of_first = of_first.start..of_first.end.min(self.pairs.len());
        find_in_order(of_first, |at| self.pairs.at(at)[0].cmp(&second))
    }
}
