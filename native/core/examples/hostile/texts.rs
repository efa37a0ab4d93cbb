//! Texts that repeat themselves in every way that is hard on a search, of a given number of tokens.

use bpe_openai::cl100k_base;

use crate::random::Random;

/// How a text repeats itself.
#[derive(Clone, Copy, Debug)]
pub enum Pattern {
    /// One token.
    One,
    /// Two tokens of one byte each, by turns: the most tokens that a text can have.
    Two,
    /// So many different words, again and again.
    Period(usize),
    /// The Fibonacci word, whose parts all repeat at several distances.
    Fibonacci,
    /// Two words in random order.
    Random,
    /// Words of a vocabulary in random order: it does not repeat itself.
    Text,
}

impl Pattern {
    /// The text, of `tokens` tokens.
    pub fn text(self, tokens: usize, seed: u64) -> String {
        let mut random = Random(seed);
        match self {
            Self::One => " a".repeat(tokens),
            Self::Two => ["a", "1"].into_iter().cycle().take(tokens).collect(),
            Self::Period(words) => {
                let words: Vec<String> = vocabulary().into_iter().take(words).collect();
                words.iter().map(String::as_str).cycle().take(tokens).collect()
            }
            Self::Fibonacci => fibonacci(tokens),
            Self::Random => (0..tokens).map(|_| [" a", " b"][random.below(2)]).collect(),
            Self::Text => {
                let words = vocabulary();
                (0..tokens).map(|_| words[random.below(words.len())].as_str()).collect()
            }
        }
    }
}

fn fibonacci(tokens: usize) -> String {
    let (mut before, mut word) = (String::from(" b"), String::from(" a"));
    while word.len() < 2 * tokens {
        let next = word.clone() + &before;
        before = std::mem::replace(&mut word, next);
    }
    word.truncate(2 * tokens);
    word
}

/// Words of a space and small letters that are one token each, wherever they stand.
fn vocabulary() -> Vec<String> {
    let encoder = cl100k_base();
    let is_word = |bytes: &[u8]| match bytes {
        [b' ', letters @ ..] => letters.len() < 5 && letters.iter().all(u8::is_ascii_lowercase),
        _ => false,
    };
    let tokens = (1_000..20_000).map(|token| encoder.bpe.token_bytes(token)).filter(|bytes| is_word(bytes));
    tokens.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}
