//! Random data sets with an output to attribute, in families that each lean on one thing that could go wrong.

use attribution::{Parameters, Row};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Rows in order of submission, an output, and what it is asked with.
#[derive(Debug, Clone)]
pub struct Case {
    pub rows: Vec<Row>,
    pub output: String,
    pub parameters: Parameters,
    /// After how many tokens a segment closes.
    pub segment_tokens: usize,
}

/// What a data set leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    SmallAlphabet,
    Repeats,
    Runs,
    Unicode,
    AnyCharacter,
    Tiny,
    ManyOwners,
    WidthBorders,
}

impl Family {
    pub const ALL: [Self; 8] = [
        Self::SmallAlphabet,
        Self::Repeats,
        Self::Runs,
        Self::Unicode,
        Self::AnyCharacter,
        Self::Tiny,
        Self::ManyOwners,
        Self::WidthBorders,
    ];

    /// What stands in the table of results.
    pub fn describe(self) -> &'static str {
        match self {
            Self::SmallAlphabet => "two to five words",
            Self::Repeats => "texts of one period, rows that are pieces of each other",
            Self::Runs => "one word or two again and again, by a few owners",
            Self::Unicode => {
                "words of one to several tokens, one to four bytes a character, tokens that split one"
            }
            Self::AnyCharacter => "any characters of Unicode",
            Self::Tiny => "no row, empty rows, rows and outputs of one token",
            Self::ManyOwners => "29 to 36 owners and 255 to 257 around o_max",
            Self::WidthBorders => {
                "token files, ranks, rows and levels a step around 64, 256, 4,096, 16,384 and 65,536"
            }
        }
    }

    pub fn cases(self) -> BoxedStrategy<Case> {
        let plain = |words: &'static [&'static str], most| mixed(text(words, most), text(words, 3));
        match self {
            Self::SmallAlphabet => prop_oneof![plain(&WORDS[..2], 24), plain(&WORDS[..5], 24)].boxed(),
            Self::Repeats => mixed(periodic(), text(&WORDS[..5], 3)).boxed(),
            Self::Runs => in_runs().boxed(),
            Self::Unicode => plain(&WORDS, 24).boxed(),
            Self::AnyCharacter => mixed(any_text(40), any_text(4)).boxed(),
            Self::Tiny => tiny().boxed(),
            Self::ManyOwners => many_owners().boxed(),
            Self::WidthBorders => width_borders().boxed(),
        }
    }
}

/// The families of a few short rows, each as likely.
pub fn cases() -> impl Strategy<Value = Case> {
    select(Family::ALL[..6].to_vec()).prop_flat_map(Family::cases)
}

/// The families of many rows or tokens, each as likely.
pub fn large_cases() -> impl Strategy<Value = Case> {
    prop_oneof![Family::ManyOwners.cases(), Family::WidthBorders.cases()]
}

/// Words that are one token or several, of one to four bytes a character, with pieces that split inside a character.
const WORDS: [&str; 24] = [
    "a",
    " a",
    " b",
    " the",
    " cat",
    " sat",
    "\n",
    "  ",
    ".",
    " lighthouse",
    " antidisestablishment",
    "é",
    "e\u{301}",
    " naïve",
    "日本",
    "語",
    " 🦜",
    "🦚🦚",
    "👩‍👩‍👧",
    "\u{FEFF}",
    "\u{85}",
    "<|endoftext|>",
    " ſs",
    "0123",
];

/// Words of one token each, whatever stands before them: their texts have as many tokens as words.
const TOKENS: [&str; 12] = [
    " the",
    " cat",
    " sat",
    " on",
    " a",
    " lighthouse",
    " keeper",
    " counted",
    " seventeen",
    " gulls",
    " before",
    " breakfast",
];

const ONE_SEGMENT: usize = 1 << 20;

fn text(words: &'static [&'static str], most: usize) -> impl Strategy<Value = String> + Clone {
    prop::collection::vec(select(words), 0..=most).prop_map(|picked| picked.concat())
}

fn any_text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), 0..=most).prop_map(String::from_iter)
}

/// A short period again and again, cut anywhere.
fn periodic() -> impl Strategy<Value = String> {
    (text(&WORDS[..8], 4), 1..12_usize, 0..40_usize).prop_map(|(period, times, characters)| {
        let long = period.repeat(times);
        let from = characters.min(long.chars().count() / 2);
        long.chars().skip(from).collect()
    })
}

/// Runs of a word or two, each with another word behind it.
fn runs() -> impl Strategy<Value = String> + Clone {
    let run = (1..3_usize, 0..30_usize, select(&TOKENS[2..5]));
    prop::collection::vec(run, 1..4).prop_map(|runs| {
        let run = |(words, times, last): (usize, usize, &str)| TOKENS[..words].concat().repeat(times) + last;
        runs.into_iter().map(run).collect()
    })
}

/// Data in which a passage has many places in one row, and each beginning of it has more.
fn in_runs() -> impl Strategy<Value = Case> {
    let rows = prop::collection::vec((runs(), 0..3_usize), 1..6);
    (rows, runs(), parameters(), segments()).prop_map(|(rows, output, parameters, segment_tokens)| {
        let rows = rows.into_iter().enumerate().map(|(at, (text, owner))| row(at, Some(owner), text));
        Case { rows: rows.collect(), output, parameters, segment_tokens }
    })
}

fn parameters() -> impl Strategy<Value = Parameters> {
    let chosen = (
        select(vec![0.01, 1.0, 1e-3, 1e-9, 1e-20]),
        select(vec![10.0, 0.3]),
        1..4_usize,
        select(vec![2_usize, 3, 4, 4, 4]),
        (select(vec![1_usize, 10]), select(vec![0_usize, 3, 200, 200])),
    );
    (chosen, any::<bool>()).prop_map(|((alpha, mu, max_owners, min_tokens, shown), defaults)| {
        let (max_sources, max_passages) = shown;
        let chosen = Parameters { alpha, mu, max_owners, min_tokens, max_sources, max_passages };
        if defaults { Parameters::default() } else { chosen }
    })
}

fn segments() -> impl Strategy<Value = usize> {
    select(vec![1, 20, ONE_SEGMENT])
}

fn row(at: usize, owner: Option<usize>, text: String) -> Row {
    Row { id: format!("row {at}"), owner: owner.map(|owner| format!("owner {owner}")), text, metadata: None }
}

/// A piece of an earlier text, by characters, and what follows it.
type Piece = (Index, usize, usize, String);

fn pieces(between: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec((any::<Index>(), 0..24_usize, 1..24_usize, between), 0..5)
}

/// An output is partly copied from the rows: random texts alone would share too little.
fn copied(rows: &[Row], pieces: &[Piece]) -> String {
    let mut output = String::new();
    for (row, from, length, between) in pieces {
        if !rows.is_empty() {
            output.extend(row.get(rows).text.chars().skip(*from).take(*length));
        }
        output.push_str(between);
    }
    output
}

fn mixed(
    texts: impl Strategy<Value = String>,
    between: impl Strategy<Value = String>,
) -> impl Strategy<Value = Case> {
    let rows = prop::collection::vec((texts, 0..5_usize, any::<bool>(), any::<Index>(), 0..8_usize), 0..8);
    (rows, pieces(between), parameters(), segments()).prop_map(
        |(rows, pieces, parameters, segment_tokens)| {
            let mut made: Vec<Row> = Vec::new();
            for (at, (text, owner, named, earlier, like)) in rows.into_iter().enumerate() {
                // Some rows are a whole copy of an earlier one with an end of their own: ties, clones and long common beginnings.
                let text = if like < 3 && at > 0 { earlier.get(&made).text.clone() + &text } else { text };
                made.push(row(at, named.then_some(owner), text));
            }
            Case { output: copied(&made, &pieces), rows: made, parameters, segment_tokens }
        },
    )
}

fn tiny() -> impl Strategy<Value = Case> {
    let texts = || text(&WORDS, 1);
    let rows = prop::collection::vec((texts(), 0..3_usize), 0..6);
    let output = prop_oneof![texts(), text(&WORDS, 5)];
    (rows, output, parameters(), segments()).prop_map(|(rows, output, parameters, segment_tokens)| {
        let rows = rows.into_iter().enumerate().map(|(at, (text, owner))| row(at, Some(owner), text));
        Case { rows: rows.collect(), output, parameters, segment_tokens }
    })
}

/// One passage held by so many owners that the last one decides, with a tail of its own in some of the rows.
fn many_owners() -> impl Strategy<Value = Case> {
    let holders = prop_oneof![9 => 29..37_usize, 1 => 255..258_usize];
    let passage = prop::collection::vec(select(&TOKENS[..]), 4..14).prop_map(|words| words.concat());
    let rows = (holders, passage, prop::collection::vec((any::<Index>(), text(&WORDS, 6)), 0..5));
    (rows, pieces(text(&WORDS, 3)), any::<bool>(), segments()).prop_map(
        |((holders, passage, tails), pieces, at_holders, segment_tokens)| {
            let mut rows: Vec<Row> = (0..holders).map(|at| row(at, Some(at), passage.clone())).collect();
            for (at, tail) in tails {
                let at = at.index(holders);
                rows[at].text.push_str(&tail);
            }
            let max_owners = if at_holders { holders } else { Parameters::default().max_owners };
            let output = copied(&rows, &pieces) + &passage;
            let parameters = Parameters { max_owners, ..Parameters::default() };
            Case {
                rows,
                output,
                parameters,
                segment_tokens: if segment_tokens == 1 { 400 } else { segment_tokens },
            }
        },
    )
}

/// As many tokens and separators as a size at which pointers become wider or a level of minima more is needed, or one less or more.
fn width_borders() -> impl Strategy<Value = Case> {
    let sizes = prop_oneof![
        60 => select(vec![64_usize, 128, 256]),
        10 => Just(4_096),
        3 => Just(16_384),
        1 => Just(65_536),
    ];
    let near =
        (sizes, select(vec![-1_isize, 0, 1])).prop_map(|(size, step)| size.saturating_add_signed(step));
    let period = prop::collection::vec(select(&TOKENS[..]), 1..40);
    (near, period, 1..300_usize, 1..40_usize, pieces(text(&WORDS, 2)), parameters()).prop_map(
        |(size, words, most_rows, owners, pieces, parameters)| {
            let rows = most_rows.min(size / 2).max(1);
            let tokens = size - rows;
            let texts = (0..rows).map(|at| {
                // Shares that differ by one at most and start at another word each time; together they are exactly `tokens`.
                let count = tokens / rows + usize::from(at < tokens % rows);
                words.iter().cycle().skip(at * 7 % words.len()).take(count).copied().collect::<String>()
            });
            let rows: Vec<Row> =
                texts.enumerate().map(|(at, text)| row(at, Some(at % owners), text)).collect();
            Case { output: copied(&rows, &pieces), rows, parameters, segment_tokens: ONE_SEGMENT }
        },
    )
}
