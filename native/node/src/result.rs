//! Answers as plain JavaScript objects, in the shape that `headwater attribute --json` prints.

use napi_derive::napi;

/// An output's credit, split, with the evidence.
#[napi(object)]
pub struct Attribution {
    /// `suffix-array/1`, or `custom` with other parameters.
    pub method: String,
    /// The engine's version.
    pub engine: String,
    /// The tokenizer's name.
    pub tokenizer: String,
    /// The hash of the ordered data set with the tokenizer.
    pub data_set: String,
    /// What it was computed with.
    pub parameters: MethodParameters,
    /// The output's tokens.
    pub tokens: u32,
    /// What nobody earned, in parts per billion.
    pub unattributed_ppb: u32,
    /// Largest first. With `unattributedPpb` they add up to 1000000000.
    pub shares: Vec<Share>,
    /// In order of their starts.
    pub passages: Vec<Passage>,
    /// How many passages there are; the most telling are in `passages`.
    pub passages_total: u32,
}

/// The parameters that shares depend on.
#[napi(object)]
pub struct MethodParameters {
    /// The chance that a passage of an output passes by accident.
    pub alpha: f64,
    /// How many occurrences the guess from single tokens is worth.
    pub mu: f64,
    /// What more owners hold is common property.
    pub max_owners: u32,
    /// The fewest tokens of a window.
    pub min_tokens: u32,
}

/// One row's share.
#[napi(object)]
pub struct Share {
    /// The row.
    pub id: String,
    /// Its owner.
    pub owner: String,
    /// Parts per billion.
    pub share_ppb: u32,
    /// How many of the output's tokens went to it.
    pub tokens: u32,
    /// E/S: 4 and more count in full.
    pub evidence: f64,
}

/// A passage that the output has in common with rows.
#[napi(object, use_nullable = true)]
pub struct Passage {
    /// Its place in the output, in UTF-16 units, as `slice` takes them.
    pub start: u32,
    /// One past its last unit.
    pub end: u32,
    /// Its tokens, before the ends were trimmed to words.
    pub tokens: u32,
    /// The output from `start` to `end`.
    pub text: String,
    /// What it says, its holders left out, in nats.
    pub information: f64,
    /// What it must say to be no chance, in nats.
    pub threshold: f64,
    /// How many owners hold it.
    pub owners: u32,
    /// Whether its first source is credited for it.
    pub credited: bool,
    /// Why not: `CHANCE`, `BOILERPLATE`, `SHORT` or `EARLIER`.
    pub reason: Option<String>,
    /// The rows it stands in and could not be longer, in their order, as many as were asked for.
    pub sources: Vec<Source>,
    /// How many such rows there are.
    pub sources_total: u32,
}

/// A passage's place in a row.
#[napi(object)]
pub struct Source {
    /// The row.
    pub id: String,
    /// The place in its text, in UTF-16 units.
    pub source_start: u32,
    /// One past its last unit.
    pub source_end: u32,
}

/// What an index holds.
#[napi(object)]
pub struct IndexInfo {
    /// The version of the folder's format.
    pub format_version: u32,
    /// The version of the engine that built it.
    pub engine: String,
    /// The tokenizer's name.
    pub tokenizer: String,
    /// SHA-256 of the vocabulary.
    pub vocabulary_hash: String,
    /// The hash of the ordered data set with the tokenizer.
    pub data_set: String,
    /// How many rows.
    pub rows: i64,
    /// How many tokens.
    pub tokens: i64,
    /// How many owners.
    pub owners: i64,
    /// How many segments.
    pub segments: u32,
    /// The size of all files but the manifest.
    pub bytes: i64,
}

impl From<attribution::Attribution> for Attribution {
    fn from(answer: attribution::Attribution) -> Self {
        let parameters = answer.parameters;
        Self {
            method: answer.method.into(),
            engine: attribution::VERSION.into(),
            tokenizer: answer.tokenizer.into(),
            data_set: answer.data_set,
            parameters: MethodParameters {
                alpha: parameters.alpha,
                mu: parameters.mu,
                max_owners: parameters.max_owners as u32,
                min_tokens: parameters.min_tokens as u32,
            },
            tokens: answer.tokens as u32,
            unattributed_ppb: answer.unattributed_ppb,
            shares: answer.shares.into_iter().map(Share::from).collect(),
            passages: answer.passages.into_iter().map(Passage::from).collect(),
            passages_total: answer.passages_total as u32,
        }
    }
}

impl From<attribution::Share> for Share {
    fn from(share: attribution::Share) -> Self {
        Self {
            id: share.id,
            owner: share.owner,
            share_ppb: share.share_ppb,
            tokens: share.tokens as u32,
            evidence: share.evidence,
        }
    }
}

impl From<attribution::Passage> for Passage {
    fn from(passage: attribution::Passage) -> Self {
        Self {
            start: passage.start as u32,
            end: passage.end as u32,
            tokens: passage.tokens as u32,
            text: passage.text,
            information: passage.information,
            threshold: passage.threshold,
            owners: passage.owners as u32,
            credited: passage.reason.is_none(),
            reason: passage.reason.map(|reason| reason.as_str().to_owned()),
            sources: passage.sources.into_iter().map(Source::from).collect(),
            sources_total: passage.sources_total as u32,
        }
    }
}

impl From<attribution::Source> for Source {
    fn from(source: attribution::Source) -> Self {
        Self { id: source.id, source_start: source.source_start as u32, source_end: source.source_end as u32 }
    }
}

impl From<attribution::IndexInfo> for IndexInfo {
    fn from(info: attribution::IndexInfo) -> Self {
        Self {
            format_version: info.format_version,
            engine: info.engine,
            tokenizer: info.tokenizer,
            vocabulary_hash: info.vocabulary_hash,
            data_set: info.data_set,
            rows: info.rows as i64,
            tokens: info.tokens as i64,
            owners: info.owners as i64,
            segments: info.segments as u32,
            bytes: info.bytes as i64,
        }
    }
}
