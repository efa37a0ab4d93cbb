//! Data sets in which such texts stand: by few owners and by many, with and without others who use the same words.

use attribution::Row;

use crate::random::Random;
use crate::texts::Pattern;

/// A data set and the output that is asked of it.
pub struct Case {
    /// What it is called on the command line.
    pub name: String,
    /// The output's pattern.
    pub pattern: Pattern,
    /// Of the rows.
    pub holders: Holders,
    /// Whether all rows count.
    pub counted: Counted,
}

/// Who holds the text.
#[derive(Clone, Copy, Debug)]
pub enum Holders {
    /// One row as large as rows may be, and many short ones that make its pairs of words usual.
    One,
    /// So many owners with a row of so many tokens each.
    Rows(usize, usize),
    /// Rows of different lengths, by as many owners as may hold a window, among many short ones.
    Stairs,
    /// One text, in each row altered at one place.
    Near,
    /// A text of 500 tokens a thousand times, by so many owners; the output is that text again and again.
    Quoted(usize),
}

/// Which rows count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    All,
    /// Some are removed from the index, of which none is the first.
    Left,
    /// The first is removed, and some others.
    Late,
    /// Every other one is selected.
    Selected,
}

const OWNERS_OF_PAIRS: usize = 2_000;

/// All of them.
pub fn cases() -> Vec<Case> {
    use Pattern::{Fibonacci, One, Period, Random, Text, Two};
    let patterns = [
        ("one", One),
        ("two", Two),
        ("three", Period(3)),
        ("seven", Period(7)),
        ("hundred", Period(100)),
        ("fibonacci", Fibonacci),
        ("random", Random),
        ("text", Text),
    ];
    let mut cases = Vec::new();
    let mut add = |name: String, pattern, holders, counted| {
        cases.push(Case { name, pattern, holders, counted });
    };
    for (name, pattern) in patterns {
        add(format!("{name}/1"), pattern, Holders::One, Counted::All);
        add(format!("{name}/31"), pattern, Holders::Rows(31, 80_000), Counted::All);
        add(format!("{name}/33"), pattern, Holders::Rows(33, 80_000), Counted::All);
        add(format!("{name}/33/left"), pattern, Holders::Rows(33, 80_000), Counted::Left);
        add(format!("{name}/33/late"), pattern, Holders::Rows(33, 80_000), Counted::Late);
        add(format!("{name}/33/selected"), pattern, Holders::Rows(33, 80_000), Counted::Selected);
    }
    for (name, pattern) in [("one", One), ("two", Two), ("fibonacci", Fibonacci)] {
        add(format!("{name}/1000"), pattern, Holders::Rows(1_000, 5_000), Counted::All);
        add(format!("{name}/1000/left"), pattern, Holders::Rows(1_000, 5_000), Counted::Left);
        add(format!("{name}/1000/selected"), pattern, Holders::Rows(1_000, 5_000), Counted::Selected);
        add(format!("{name}/stairs"), pattern, Holders::Stairs, Counted::All);
        add(format!("{name}/stairs/left"), pattern, Holders::Stairs, Counted::Left);
        add(format!("{name}/1/left"), pattern, Holders::One, Counted::Left);
        add(format!("{name}/1/selected"), pattern, Holders::One, Counted::Selected);
    }
    for (name, pattern) in [("one", One), ("text", Text)] {
        add(format!("{name}/near"), pattern, Holders::Near, Counted::All);
        add(format!("{name}/near/left"), pattern, Holders::Near, Counted::Left);
    }
    add("quoted/5".into(), Text, Holders::Quoted(5), Counted::All);
    add("quoted/1000".into(), Text, Holders::Quoted(1_000), Counted::All);
    add("quoted/1000/left".into(), Text, Holders::Quoted(1_000), Counted::Left);
    cases
}

const LARGEST: usize = 1 << 20;
const QUOTED: usize = 500;
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

impl Case {
    /// The output of so many tokens, or of as many as it may have.
    pub fn output(&self, tokens: usize) -> String {
        let mut text = match self.holders {
            Holders::Quoted(_) => self.pattern.text(QUOTED, SEED).repeat(tokens.div_ceil(QUOTED)),
            _ => self.pattern.text(tokens, SEED),
        };
        text.truncate(LARGEST);
        text
    }

    pub fn rows(&self) -> Vec<Row> {
        let of = |tokens: usize| {
            let mut text = self.pattern.text(tokens, SEED);
            text.truncate(LARGEST);
            text
        };
        let mut texts: Vec<String> = match self.holders {
            Holders::One => vec![of(LARGEST)],
            Holders::Rows(rows, tokens) => vec![of(tokens); rows],
            Holders::Stairs => (1..34).map(|step| of(step * 12_000)).collect(),
            Holders::Near => (0..40).map(|row| altered(&of(80_000), row)).collect(),
            Holders::Quoted(_) => vec![of(QUOTED); 1_000],
        };
        if matches!(self.holders, Holders::One | Holders::Stairs) {
            texts.extend(std::iter::repeat_n(of(8), OWNERS_OF_PAIRS));
        }
        let owners = match self.holders {
            Holders::Quoted(owners) => owners,
            _ => texts.len(),
        };
        let row = |(at, text): (usize, String)| Row {
            id: at.to_string(),
            owner: Some(format!("owner {}", at % owners)),
            text,
            metadata: None,
        };
        texts.into_iter().enumerate().map(row).collect()
    }
}

/// The text with another word at one place.
fn altered(text: &str, row: usize) -> String {
    let at = Random(row as u64 * 77 + 5).below(text.len());
    let at = (at..text.len()).find(|at| text.as_bytes()[*at] == b' ').unwrap_or(0);
    let end = text[at + 1..].find(' ').map_or(text.len(), |end| at + 1 + end);
    format!("{} zebra{}", &text[..at], &text[end..])
}
