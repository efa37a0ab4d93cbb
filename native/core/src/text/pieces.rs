//! Cuts a text into the pieces that cl100k_base encodes one by one. ASCII by hand, at a few nanoseconds a piece; what lies beside other characters by the published
//! pattern, whose letters, digits and white space are Unicode's.

use bpe_openai::Tokenizer as Encoder;

/// The pieces of a text, in order; together they are the text.
pub(crate) struct Pieces<'t> {
    encoder: &'static Encoder,
    text: &'t str,
    at: usize,
    /// Where the pattern is at work, and the text's byte at which it began.
    pattern: Option<Box<dyn Iterator<Item = &'t str> + 't>>,
}

impl<'t> Pieces<'t> {
    pub(crate) fn new(encoder: &'static Encoder, text: &'t str) -> Self {
        Self { encoder, text, at: 0, pattern: None }
    }

    /// By the pattern, until what follows is plain again. Pieces depend on nothing before them, so it may begin at any border.
    fn by_pattern(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let pieces = self.pattern.get_or_insert_with(|| Box::new(self.encoder.split(rest)));
        let piece = pieces.next()?;
        self.at += piece.len();
        let follows = &self.text.as_bytes()[self.at..];
        if follows.iter().take(2).all(u8::is_ascii) {
            self.pattern = None;
        }
        Some(piece)
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = match self.pattern {
            Some(_) => None,
            None => plain_piece(rest),
        };
        let Some(length) = length else { return self.by_pattern() };
        let piece = &self.text[self.at..self.at + length];
        self.at += length;
        Some(piece)
    }
}

/// The length of the first piece of a text that is not empty; `None` where a character beyond ASCII decides. The pattern's alternatives in their order:
/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)`, `[^\r\n\p{L}\p{N}]?\p{L}+`, `\p{N}{1,3}`, ` ?[^\s\p{L}\p{N}]+[\r\n]*`, `\s*[\r\n]+`, `\s+(?!\S)`, `\s+`.
fn plain_piece(text: &[u8]) -> Option<usize> {
    let kind = |at: usize| text.get(at).map_or(Kind::End, |byte| KINDS[*byte as usize]);
    // A run that ends at another character may go on with it.
    let ended = |end: usize| (kind(end) != Kind::Other).then_some(end);
    match (kind(0), kind(1)) {
        (Kind::Other, _) | (_, Kind::Other) => None,
        (Kind::Letter, _) => ended(letters(text, 1)),
        (Kind::Mark, Kind::Letter) if text[0] == b'\'' => match contraction(&text[1..]) {
            Some(letters) => Some(1 + letters),
            None => ended(letters(text, 1)),
        },
        (Kind::Mark | Kind::Space, Kind::Letter) => ended(letters(text, 1)),
        (Kind::Digit, _) => {
            // Three at most: a long number is many pieces, each of which must not look at all that follow.
            let end = text.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
            if end == 3 { Some(3) } else { ended(end) }
        }
        (Kind::Mark, _) => marks(text, 0),
        (Kind::Space, Kind::Mark) if text[0] == b' ' => marks(text, 1),
        _ => white_space(text),
    }
}

/// Where a run of letters ends that begins at `from`. Eight bytes at a time: how long words are is nothing a processor foresees.
fn letters(text: &[u8], from: usize) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP: u64 = 0x80 * EACH;
    let mut at = from;
    while let Some(bytes) = text[at..].first_chunk() {
        let bytes = u64::from_le_bytes(*bytes);
        // Small letters without their top bits; adding lifts `a` and what follows, or what follows `z`, into the top bit.
        let low = (bytes | (0x20 * EACH)) & !TOP;
        let is_letter = (low + (0x80 - 0x61) * EACH) & !(low + (0x80 - 0x7B) * EACH) & !bytes & TOP;
        let count = (is_letter ^ TOP).trailing_zeros() as usize / 8;
        at += count;
        if count < size_of::<u64>() {
            return at;
        }
    }
    at + text[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// Letters behind an apostrophe that make one piece with it.
fn contraction(letters: &[u8]) -> Option<usize> {
    let lower = |at: usize| letters.get(at).map(u8::to_ascii_lowercase);
    match (lower(0)?, lower(1)) {
        (b's' | b't' | b'm' | b'd', _) => Some(1),
        (b'r' | b'v', Some(b'e')) | (b'l', Some(b'l')) => Some(2),
        _ => None,
    }
}

fn marks(text: &[u8], from: usize) -> Option<usize> {
    let count = |from: usize, is: &dyn Fn(u8) -> bool| {
        from + text[from..].iter().take_while(|byte| is(**byte)).count()
    };
    let end = count(from, &|byte| KINDS[byte as usize] == Kind::Mark);
    if text.get(end).is_some_and(|byte| !byte.is_ascii()) {
        return None;
    }
    Some(count(end, &|byte| matches!(byte, b'\r' | b'\n')))
}

/// White space up to its last line break; without one all of it at the end of the text, and all but its last character before anything else.
fn white_space(text: &[u8]) -> Option<usize> {
    let is_space = |byte: &u8| matches!(KINDS[*byte as usize], Kind::Space | Kind::Break);
    let length = text.iter().take_while(|byte| is_space(byte)).count();
    let follows = text.get(length);
    if follows.is_some_and(|byte| !byte.is_ascii()) {
        return None;
    }
    let last_break = text[..length].iter().rposition(|byte| matches!(byte, b'\r' | b'\n'));
    Some(match (last_break, follows) {
        (Some(at), _) => at + 1,
        (None, Some(_)) if length > 1 => length - 1,
        _ => length,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    /// White space but line breaks.
    Space,
    /// `\r` or `\n`.
    Break,
    /// Any other ASCII character, control characters among them.
    Mark,
    /// A byte of a character beyond ASCII.
    Other,
    End,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'\r' | b'\n' => Kind::Break,
            b'\t' | 0x0B | 0x0C | b' ' => Kind::Space,
            _ => Kind::Mark,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;
    use bpe_openai::cl100k_base;
    use proptest::prelude::*;

    fn check(text: &str) {
        let expected: Vec<&str> = cl100k_base().split(text).collect();
        assert_eq!(Pieces::new(cl100k_base(), text).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn every_short_text_of_one_character_of_each_kind_is_cut_as_the_pattern_does() {
        let characters =
            ["a", "S", "l", "1", " ", "\t", "\n", "\r", "'", ".", "\0", "é", "\u{85}", "²", "\u{17F}"];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            texts = texts
                .iter()
                .flat_map(|text| characters.iter().map(move |next| format!("{text}{next}")))
                .collect();
            if texts.len() > 100_000 {
                texts = texts.into_iter().step_by(7).collect();
            }
            texts.iter().for_each(|text| check(text));
        }
    }

    #[test]
    fn a_long_number_is_cut_without_a_look_at_all_of_it_for_each_piece() {
        let text = "7".repeat(1 << 20);
        let mut pieces = Pieces::new(cl100k_base(), &text);
        assert_eq!(pieces.by_ref().filter(|piece| piece.len() == 3).count(), text.len() / 3);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_as_the_pattern_does(text in "([ -~]|\\s|[a-z]{1,9}|'[a-zA-Z]{2}|[0-9]{1,5}|\\PC){0,60}") {
            check(&text);
        }
    }
}
