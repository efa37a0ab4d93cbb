//! Outputs of a given number of tokens: verbatim, recombined from pieces, and without a source. The same ones in every run.

use bpe_openai::cl100k_base;

/// Where an output comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
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

    /// The word that figures carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Recombined => "recombined",
            Self::Absent => "absent",
        }
    }
}

const PIECE_TOKENS: usize = 40;

/// Makes an output of `tokens` tokens out of `samples`.
pub fn output(kind: Kind, samples: &[String], tokens: usize, random: &mut Random) -> String {
    if kind != Kind::Recombined {
        return piece(&samples[random.below(samples.len())], tokens, random);
    }
    let mut text = String::new();
    while cl100k_base().count(&text) < tokens {
        text.push_str(&piece(&samples[random.below(samples.len())], PIECE_TOKENS, random));
    }
    beginning(&text, tokens)
}

/// `tokens` tokens from a random place of a text on.
fn piece(text: &str, tokens: usize, random: &mut Random) -> String {
    let all = cl100k_base().encode(text);
    let start = random.below(all.len().saturating_sub(tokens) + 1);
    let bytes = cl100k_base().bpe.decode_tokens(&all[start..(start + tokens).min(all.len())]);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn beginning(text: &str, tokens: usize) -> String {
    let all = cl100k_base().encode(text);
    let bytes = cl100k_base().bpe.decode_tokens(&all[..tokens.min(all.len())]);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A xorshift generator: random enough to pick places, and the same everywhere.
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`, which is above 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
