//! What an attribution says.

use crate::evidence::passages::Reason;
use crate::parameters::Parameters;

/// An output's credit, split, with the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// `suffix-array/1`, or `custom` with other parameters.
    pub method: &'static str,
    /// The tokenizer's name.
    pub tokenizer: &'static str,
    /// The hash of the ordered data set with the tokenizer.
    pub data_set: String,
    /// What it was computed with.
    pub parameters: Parameters,
    /// L: the output's tokens.
    pub tokens: usize,
    /// What nobody earned, in parts per billion.
    pub unattributed_ppb: u32,
    /// Largest share first, equal ones in the rows' order. With `unattributed_ppb` they add up to 10^9.
    pub shares: Vec<Share>,
    /// In order of their starts.
    pub passages: Vec<Passage>,
    /// All passages, of which the most telling are in `passages`.
    pub passages_total: usize,
}

/// One row's share.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The row.
    pub id: String,
    /// Its owner.
    pub owner: String,
    /// Parts per billion.
    pub share_ppb: u32,
    /// How many of the output's tokens went to it.
    pub tokens: usize,
    /// E/S: 4 and more count in full.
    pub evidence: f64,
}

/// A passage that the output has in common with rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Its place in the output, in UTF-16 units.
    pub start: usize,
    /// One past its last unit.
    pub end: usize,
    /// Its tokens, before the ends were trimmed to words.
    pub tokens: usize,
    /// The output from `start` to `end`.
    pub text: String,
    /// What it says, its holders left out, in nats.
    pub information: f64,
    /// S, in nats.
    pub threshold: f64,
    /// o(w): how many owners hold it.
    pub owners: usize,
    /// `None` when it is credited to its first source.
    pub reason: Option<Reason>,
    /// Where windows in it decided: of those that its first source was credited for, or that went to earlier rows, the one that says most.
    pub window: Option<DecidingWindow>,
    /// The rows it stands in and could not be longer, in their order, as many as were asked for.
    pub sources: Vec<Source>,
    /// How many such rows there are.
    pub sources_total: usize,
}

/// The window by which a passage was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct DecidingWindow {
    /// Its tokens.
    pub tokens: usize,
    /// What it says, its holders left out, in nats: S or more.
    pub information: f64,
    /// o(w): how many owners hold it.
    pub owners: usize,
    /// The first source of a credited passage; of one whose tokens went to earlier rows, the row that the window's first token went to.
    pub id: String,
}

/// A passage's place in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The row.
    pub id: String,
    /// The place in its text, in UTF-16 units.
    pub source_start: usize,
    /// One past its last unit.
    pub source_end: usize,
}
