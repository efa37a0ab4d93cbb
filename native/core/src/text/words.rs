//! Where words begin and end (Unicode UAX #29): by hand between ASCII characters, which are nearly all; what a character beyond them decides is for the tables.

/// Whether a word begins or ends before the byte `at` of a text; `None` where a character beyond ASCII may decide.
pub(crate) fn is_border(text: &[u8], at: usize) -> Option<bool> {
    let (Some(before), Some(next)) = (at.checked_sub(1), text.get(at)) else { return Some(true) };
    let kind = |byte: u8| KINDS[byte as usize];
    let (left, right) = (kind(text[before]), kind(*next));
    let kind_at = |at: Option<usize>| at.and_then(|at| text.get(at)).map_or(Kind::Break, |byte| kind(*byte));
    // A sign between two letters, or between two digits, that holds them together.
    let holds = |one: Kind, sign: Kind, other: Kind| match other {
        Kind::Other => None,
        _ => Some(one == other && sign.holds(one)),
    };
    let joined = match (left, right) {
        (Kind::Other, _) | (_, Kind::Other) => return None,
        (Kind::Letter | Kind::Digit | Kind::Line, Kind::Letter | Kind::Digit | Kind::Line) => true,
        (Kind::Letter | Kind::Digit, sign) if sign.is_inner() => holds(left, sign, kind_at(Some(at + 1)))?,
        (sign, Kind::Letter | Kind::Digit) if sign.is_inner() => {
            holds(right, sign, kind_at(before.checked_sub(1)))?
        }
        (Kind::Break, Kind::Break) => (text[before], *next) == (b'\r', b'\n'),
        (Kind::Space, Kind::Space) => true,
        _ => false,
    };
    Some(!joined)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    /// `_`, which goes with both.
    Line,
    /// Holds letters together.
    InLetters,
    /// Holds digits together.
    InDigits,
    /// Holds letters together, and digits.
    InBoth,
    /// The space; others stand alone.
    Space,
    /// Ends a line. The ends of a text do no more.
    Break,
    Alone,
    /// A byte of a character beyond ASCII.
    Other,
}

impl Kind {
    fn is_inner(self) -> bool {
        matches!(self, Self::InLetters | Self::InDigits | Self::InBoth)
    }

    fn holds(self, kind: Self) -> bool {
        match self {
            Self::InBoth => true,
            Self::InLetters => kind == Self::Letter,
            _ => kind == Self::Digit,
        }
    }
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'_' => Kind::Line,
            b':' => Kind::InLetters,
            b',' | b';' => Kind::InDigits,
            b'.' | b'\'' => Kind::InBoth,
            b' ' => Kind::Space,
            b'\r' | b'\n' | 0x0B | 0x0C => Kind::Break,
            _ => Kind::Alone,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn check(text: &str) {
        let mut borders: Vec<usize> = text.split_word_bound_indices().map(|(at, _)| at).collect();
        borders.push(text.len());
        for at in 0..=text.len() {
            let said = is_border(text.as_bytes(), at);
            assert!(said.is_none_or(|is| is == borders.contains(&at)), "{text:?} at {at}: {said:?}");
            assert!(!text.is_ascii() || said.is_some(), "{text:?} at {at}");
        }
    }

    #[test]
    fn every_three_and_most_four_ascii_characters_are_cut_as_the_tables_do() {
        for one in 0..128_u8 {
            for other in 0..128_u8 {
                check(&String::from_utf8_lossy(&[one, other]));
                for third in b"aZ09_:;,.' \r\n\x0B\t-" {
                    check(&String::from_utf8_lossy(&[one, other, *third]));
                    check(&String::from_utf8_lossy(&[*third, one, other]));
                }
            }
        }
        let characters = [
            "a", "1", "_", ":", ",", ".", "'", " ", "\r", "\n", "\t", "é", "\u{301}", "א", "\u{200D}", "🦜",
            "ー",
        ];
        for number in 0..characters.len().pow(4) {
            let mut rest = number;
            let mut text = String::new();
            for _ in 0..4 {
                text.push_str(characters[rest % characters.len()]);
                rest /= characters.len();
            }
            check(&text);
        }
    }
}
