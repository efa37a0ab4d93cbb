//! Outputs of a given number of tokens: verbatim, recombined from pieces, and without a source. The same ones in every run.

use bpe_openai::cl100k_base;
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::random::Random;

/// Where an output comes from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A stretch of the data as it stands.
    Verbatim,
    /// A dozen pieces of different places.
    Recombined,
    /// A stretch of what was left out of the data.
    Absent,
}

impl Kind {
    /// The three thirds.
    pub const ALL: [Self; 3] = [Self::Verbatim, Self::Recombined, Self::Absent];
}

/// A text to ask for.
#[derive(Serialize, Deserialize)]
pub struct Output {
    /// Where it comes from.
    pub kind: Kind,
    /// Of 500 tokens, unless told otherwise.
    pub text: String,
}

const PIECE_TOKENS: usize = 40;

/// Makes an output of `tokens` tokens out of `samples`, which are tokens.
pub fn output(kind: Kind, samples: &[Vec<u32>], tokens: usize, random: &mut Random) -> Outcome<String> {
    if kind != Kind::Recombined {
        return piece(samples, tokens, random);
    }
    let mut text = String::new();
    for _ in 0..tokens.div_ceil(PIECE_TOKENS) + 1 {
        text.push_str(&piece(samples, PIECE_TOKENS, random)?);
    }
    let all = cl100k_base().encode(&text);
    Ok(decode(&all[..tokens.min(all.len())]).unwrap_or(text))
}

/// `tokens` tokens from a random place of a random sample on, such that the piece alone has the tokens that it has there: others are no stretch of what is indexed.
fn piece(samples: &[Vec<u32>], tokens: usize, random: &mut Random) -> Outcome<String> {
    const TRIES: usize = 10_000;
    for _ in 0..TRIES {
        let all = &samples[random.below(samples.len())];
        let start = random.below(all.len().saturating_sub(tokens) + 1);
        let wanted = &all[start..(start + tokens).min(all.len())];
        if let Some(text) = decode(wanted).filter(|text| cl100k_base().encode(text) == wanted) {
            return Ok(text);
        }
    }
    Err("no piece keeps its tokens".into())
}

/// Nothing where they begin or end inside a character.
fn decode(tokens: &[u32]) -> Option<String> {
    String::from_utf8(cl100k_base().bpe.decode_tokens(tokens)).ok()
}
