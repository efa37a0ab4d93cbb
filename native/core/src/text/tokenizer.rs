//! The tokenizer of an index: cl100k_base, the 32-bit vocabulary that `suffix-array/1` names. The names of special tokens are ordinary text.

use std::fmt::Write as _;
use std::sync::{LazyLock, Once};
use std::thread;

use bpe_openai::{Tokenizer as Encoder, cl100k_base};

use super::merges::Merges;
use super::pieces::Pieces;

/// The id of a token. Separators are not tokens, see [`SEPARATOR`].
pub(crate) type Token = u32;

/// What stands before each row in a token file; larger than any token.
pub(crate) const SEPARATOR: Token = Token::MAX;

/// V of the method: the size of the vocabulary, special tokens included.
pub(crate) const VOCABULARY_SIZE: u64 = 100_277;

/// The name that manifests and results carry.
pub(crate) const NAME: &str = "cl100k_base";

/// SHA-256 over every token in order of its id: length as u32, then its bytes. Written down, so that an index is opened without the vocabulary.
pub(crate) const VOCABULARY_HASH: [u8; 32] = [
    0xBE, 0x52, 0xDA, 0x11, 0x8A, 0x38, 0x23, 0x2D, 0x01, 0x08, 0x11, 0xF3, 0xCA, 0x60, 0xF2, 0x1B, 0x78,
    0x24, 0xFD, 0x75, 0xAB, 0x42, 0x2E, 0x92, 0xCF, 0x24, 0x0C, 0x54, 0x25, 0x3B, 0xBA, 0x22,
];

/// Pieces of a text that are looked for at once: the vocabulary is larger than what lies near the processor, and so their waits are one.
const ABREAST: usize = 16;

/// The vocabulary with what the engine asks of it, loaded once per process (about 50 ms).
pub(crate) struct Tokenizer {
    encoder: &'static Encoder,
    merges: Merges,
    units: Vec<u8>,
}

impl Tokenizer {
    /// The process's tokenizer.
    pub(crate) fn get() -> &'static Self {
        static INSTANCE: LazyLock<Tokenizer> = LazyLock::new(Tokenizer::load);
        &INSTANCE
    }

    /// Begins to load it on a thread of its own: whoever needs it first waits for what is left of that.
    pub(crate) fn prepare() {
        static BEGUN: Once = Once::new();
        // Where there is no thread for it, it is loaded when it is needed.
        BEGUN.call_once(|| drop(thread::Builder::new().name("vocabulary".into()).spawn(Self::get)));
    }

    fn load() -> Self {
        let encoder = cl100k_base();
        let tokens = 0..encoder.bpe.num_tokens() as Token;
        // A token has at most 128 bytes, so its units fit a byte.
        let units = tokens.map(|token| count_units(encoder.bpe.token_bytes(token)) as u8).collect();
        Self { encoder, merges: Merges::of(encoder), units }
    }

    /// Appends the tokens of `text`. Linear in the text, for any text.
    pub(crate) fn encode_into(&self, text: &str, tokens: &mut Vec<Token>) {
        let mut rest = text.as_bytes();
        let mut pieces = Pieces::new(self.encoder, text);
        let mut sought = [self.merges.seek(rest, 0); ABREAST];
        loop {
            let mut count = 0;
            for (sought, piece) in sought.iter_mut().zip(&mut pieces) {
                *sought = self.merges.seek(rest, piece.len());
                rest = &rest[piece.len()..];
                count += 1;
            }
            if count == 0 {
                return;
            }
            sought[..count].iter().for_each(|sought| self.merges.encode_into(sought, tokens));
        }
    }

    /// The tokens of `text`.
    pub(crate) fn encode(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 3);
        self.encode_into(text, &mut tokens);
        tokens
    }

    /// The bytes of a token: not always whole characters.
    pub(crate) fn bytes(&self, token: Token) -> &[u8] {
        self.encoder.bpe.token_bytes(token)
    }

    /// The bytes of what may be no token.
    pub(crate) fn bytes_of(&self, token: Token) -> Option<&[u8]> {
        self.units.get(token as usize).map(|_| self.bytes(token))
    }

    /// How many UTF-16 units begin inside a token; sums of it are offsets, because a character counts where its first byte stands.
    pub(crate) fn units(&self, token: Token) -> usize {
        self.units[token as usize].into()
    }
}

/// The UTF-16 units whose first byte is among `bytes`: one for each character, two for those beyond the basic plane.
pub(crate) fn count_units(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0)).sum()
}

/// A hash as `0x` and hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("0x"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_hash_is_of_the_vocabulary_that_is_loaded() {
        let tokenizer = Tokenizer::get();
        let mut hash = Sha256::new();
        for token in 0..tokenizer.encoder.bpe.num_tokens() as Token {
            let bytes = tokenizer.bytes(token);
            hash.update((bytes.len() as u32).to_le_bytes());
            hash.update(bytes);
        }
        assert_eq!(hex(&VOCABULARY_HASH), hex(&hash.finalize()));
    }

    #[test]
    fn special_names_are_ordinary_text() {
        let tokens = Tokenizer::get().encode("<|endoftext|>");
        assert!(tokens.len() > 1 && tokens.iter().all(|token| *token < 100_256));
    }

    #[test]
    fn a_piece_that_is_a_token_is_encoded_as_it() {
        let tokenizer = Tokenizer::get();
        let mut checked = 0;
        for token in 0..tokenizer.encoder.bpe.num_tokens() as Token {
            let Ok(text) = std::str::from_utf8(tokenizer.bytes(token)) else { continue };
            assert_eq!(tokenizer.encode(text), tokenizer.encoder.encode(text), "{text:?}");
            checked += 1;
        }
        assert!(checked > 99_000);
    }

    #[test]
    fn units_count_as_utf16_does() {
        let tokenizer = Tokenizer::get();
        for text in ["", "plain", "naïve", "日本語", "😀👩‍👩‍👧", "e\u{301}\u{10FFFF}"] {
            let units: usize = tokenizer.encode(text).into_iter().map(|token| tokenizer.units(token)).sum();
            assert_eq!(units, text.encode_utf16().count(), "{text:?}");
        }
    }

    #[test]
    fn white_space_is_unicode_white_space() {
        // U+0085 is white space and U+FEFF is not: an implementation in another language can check itself by these.
        assert_eq!(Tokenizer::get().encode("a\u{85}\u{85}b"), [64, 126, 227, 126, 227, 65]);
        assert_eq!(
            Tokenizer::get().encode("a \u{FEFF}b").len(),
            Tokenizer::get().encode("a \u{200B}b").len()
        );
    }
}
