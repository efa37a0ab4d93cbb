//! Byte pair encoding of one short piece: the pair of neighbours that is the smallest token is merged, until none is a token.

use bpe_openai::Tokenizer as Encoder;

use super::spellings::{NONE, Sought, Spellings};
use super::tokenizer::Token;

/// Bytes up to which merging by looking at all pairs is quicker than anything clever.
const SHORT: usize = 48;

/// The vocabulary by bytes.
pub(crate) struct Merges {
    encoder: &'static Encoder,
    whole: Spellings,
    /// By two bytes, `NONE` where they are no token.
    pairs: Vec<Token>,
    bytes: [Token; 256],
}

impl Merges {
    pub(crate) fn of(encoder: &'static Encoder) -> Self {
        let tokens = 0..encoder.bpe.num_tokens() as Token;
        let whole = Spellings::of(tokens.clone().map(|token| (encoder.bpe.token_bytes(token), token)));
        let mut merges = Self { encoder, whole, pairs: vec![NONE; 1 << 16], bytes: [NONE; 256] };
        for token in tokens {
            let bytes = encoder.bpe.token_bytes(token);
            match *bytes {
                [byte] => merges.bytes[byte as usize] = token,
                [first, second] => merges.pairs[pair_index(first, second)] = token,
                _ => {}
            }
        }
        merges
    }

    /// Begins to look for the piece of so many bytes that `text` begins with.
    #[inline]
    pub(crate) fn seek<'t>(&self, text: &'t [u8], length: usize) -> Sought<'t> {
        self.whole.seek(text, length)
    }

    /// Appends the tokens of a piece. Linear in long ones.
    pub(crate) fn encode_into(&self, sought: &Sought<'_>, tokens: &mut Vec<Token>) {
        // Four pieces in five are one token.
        match self.whole.find(sought) {
            NONE if sought.piece().len() <= SHORT => self.merge_into(sought, tokens),
            NONE => tokens.extend(self.encoder.bpe.encode_via_backtracking(sought.piece())),
            token => tokens.push(token),
        }
    }

    fn merge_into(&self, sought: &Sought<'_>, tokens: &mut Vec<Token>) {
        let mut parts = [Part { start: 0, token: NONE, merged: NONE }; SHORT + 1];
        let (text, piece) = (sought.text(), sought.piece());
        let mut count = piece.len();
        for (at, byte) in piece.iter().enumerate() {
            let pair = piece.get(at + 1).map_or(NONE, |next| self.pairs[pair_index(*byte, *next)]);
            parts[at] = Part { start: at as u8, token: self.bytes[*byte as usize], merged: pair };
        }
        parts[count].start = piece.len() as u8;
        while let Some(at) = least(&parts[..count]) {
            parts[at].token = parts[at].merged;
            parts.copy_within(at + 2..=count, at + 1);
            count -= 1;
            parts[at].merged = self.merged(text, &parts[..=count], at);
            if let Some(before) = at.checked_sub(1) {
                parts[before].merged = self.merged(text, &parts[..=count], before);
            }
        }
        tokens.extend(parts[..count].iter().map(|part| part.token));
    }

    /// The token that a part and the next one are together; the last part only marks the end.
    fn merged(&self, text: &[u8], parts: &[Part], at: usize) -> Token {
        let Some(end) = parts.get(at + 2) else { return NONE };
        let start = parts[at].start as usize;
        self.whole.find_rare(&text[start..], end.start as usize - start)
    }
}

#[derive(Clone, Copy)]
struct Part {
    start: u8,
    token: Token,
    /// What it is together with the next part.
    merged: Token,
}

/// The first part whose merger is the smallest token.
fn least(parts: &[Part]) -> Option<usize> {
    let (at, part) = parts.iter().enumerate().min_by_key(|(_, part)| part.merged)?;
    (part.merged != NONE).then_some(at)
}

fn pair_index(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bpe_openai::cl100k_base;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static MERGES: LazyLock<Merges> = LazyLock::new(|| Merges::of(cl100k_base()));

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

        #[test]
        fn any_piece_has_the_tokens_of_byte_pair_encoding_whatever_follows_it(
            piece in prop_oneof![
                "[a-z]{1,52}", "[a-zA-Z_]{1,20}", " ?[a-zäöü日本🦜]{1,14}", "[!-/]{1,49}", "[ \n]{1,90}", "(ab|a|b){1,24}",
            ],
            follows in "[a-z\0]{0,20}",
        ) {
            let mut tokens = Vec::new();
            let text = format!("{piece}{follows}");
            MERGES.encode_into(&MERGES.seek(text.as_bytes(), piece.len()), &mut tokens);
            prop_assert_eq!(tokens, cl100k_base().bpe.encode_via_backtracking(piece.as_bytes()));
        }
    }
}
