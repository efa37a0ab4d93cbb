//! How a foreign shard's tokens become text again. What is stored is always the text in tokens of our own.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result, unreadable};
use crate::text::tokenizer::{NAME, Token, Tokenizer};

/// What the numbers of a token file mean.
pub(crate) enum Vocabulary {
    /// A token of one byte is that byte, as infini-gram writes without a tokenizer.
    Bytes,
    /// `cl100k_base`, our own.
    Own,
    /// Another tokenizer's tokens by their numbers.
    Foreign(Vec<Vec<u8>>),
}

impl Vocabulary {
    /// The vocabulary of tokens of this width when none is named: the only one that an index without a name can mean.
    pub(crate) fn of_width(token_bytes: usize) -> std::result::Result<Self, String> {
        match token_bytes {
            1 => Ok(Self::Bytes),
            4 => Ok(Self::Own),
            _ => Err(format!(
                "its tokens have {token_bytes} bytes, so they are not of {NAME}; name their tokenizer.json"
            )),
        }
    }

    /// Reads a `tokenizer.json` whose tokens are written in the byte alphabet of GPT-2.
    ///
    /// # Errors
    /// The file can't be read or is of another kind.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let json = std::fs::read(path).map_err(unreadable(path))?;
        let refuse = |reason: String| Error::bad_parameter("vocabulary", path.display(), reason);
        let file: TokenizerFile = serde_json::from_slice(&json)
            .map_err(|fault| refuse(format!("a tokenizer.json with model and vocab: {fault}")))?;
        let bytes = byte_alphabet();
        let mut tokens = Vec::new();
        let added = file.added_tokens.into_iter().map(|token| (token.id, token.content.into_bytes()));
        let plain = file.model.vocab.into_iter().map(|(text, id)| {
            let token: Option<Vec<u8>> =
                text.chars().map(|character| bytes.get(&character).copied()).collect();
            token.map(|token| (id, token)).ok_or(text)
        });
        let plain: std::result::Result<Vec<_>, _> = plain.collect();
        let plain =
            plain.map_err(|text| refuse(format!("one in GPT-2's byte alphabet, and {text:?} is not")))?;
        for (id, token) in plain.into_iter().chain(added) {
            if id >= MAX_VOCABULARY {
                return Err(refuse(format!("one with numbers below {MAX_VOCABULARY}")));
            }
            if tokens.len() <= id {
                tokens.resize(id + 1, Vec::new());
            }
            tokens[id] = token;
        }
        Ok(Self::Foreign(tokens))
    }

    /// The text of a document, or why it has none.
    pub(crate) fn decode(&self, tokens: &[u8], token_bytes: usize) -> std::result::Result<String, String> {
        if let Self::Bytes = self {
            return into_text(tokens.to_vec());
        }
        let ids: Vec<Token> = tokens.chunks_exact(token_bytes).map(number).collect();
        let mut bytes = Vec::with_capacity(tokens.len());
        for (at, id) in ids.iter().enumerate() {
            let token = self
                .bytes(*id)
                .ok_or_else(|| format!("token {at} is {id}, which is none of its vocabulary"))?;
            bytes.extend_from_slice(token);
        }
        let text = into_text(bytes)?;
        // Only whole texts in the method's own tokens can be computed again by others.
        if matches!(self, Self::Own) && Tokenizer::get().encode(&text) != ids {
            return Err(format!("its tokens are not those that {NAME} makes of its text"));
        }
        Ok(text)
    }

    fn bytes(&self, id: Token) -> Option<&[u8]> {
        match self {
            Self::Bytes => None,
            Self::Own => Tokenizer::get().bytes_of(id),
            Self::Foreign(tokens) => {
                tokens.get(id as usize).map(Vec::as_slice).filter(|token| !token.is_empty())
            }
        }
    }
}

/// No tokenizer comes near it, and a hostile number must not take all memory.
const MAX_VOCABULARY: usize = 1 << 22;

#[derive(Deserialize)]
struct TokenizerFile {
    model: Model,
    #[serde(default)]
    added_tokens: Vec<AddedToken>,
}

#[derive(Deserialize)]
struct Model {
    vocab: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct AddedToken {
    id: usize,
    content: String,
}

fn number(bytes: &[u8]) -> Token {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | Token::from(*byte))
}

fn into_text(bytes: Vec<u8>) -> std::result::Result<String, String> {
    String::from_utf8(bytes)
        .map_err(|fault| format!("its text is not UTF-8 at byte {}", fault.utf8_error().valid_up_to()))
}

/// GPT-2's alphabet: printable Latin-1 characters stand for themselves, the other bytes for the characters from U+0100 on.
fn byte_alphabet() -> HashMap<char, u8> {
    let mut next = 0x100;
    (0..=u8::MAX)
        .filter_map(|byte| {
            let character = match byte {
                b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF => char::from(byte),
                _ => {
                    next += 1;
                    char::from_u32(next - 1)?
                }
            };
            Some((character, byte))
        })
        .collect()
}
