//! How much is compared for outputs that repeat themselves: counted, not timed.

use std::collections::HashSet;
use std::path::Path;

use super::interval::COMPARED;
use crate::watch::{CHECKS, Watch};
use crate::{BuildOptions, Builder, Index, Parameters, Row};

/// Texts that repeat themselves: one word, two by turns, a period of seven, and the Fibonacci word.
fn texts(words: usize) -> [String; 4] {
    let letters = ["a", "b", "c", "d", "e", "f", "g"];
    let cycle =
        |period: usize| letters[..period].iter().cycle().take(words).map(|one| format!(" {one}")).collect();
    let (mut before, mut word) = (" b".to_owned(), " a".to_owned());
    while word.len() < 2 * words {
        let next = word.clone() + &before;
        before = std::mem::replace(&mut word, next);
    }
    word.truncate(2 * words);
    [cycle(1), cycle(2), cycle(7), word]
}

/// So many rows of a text by an owner each, and more that make its words usual.
fn index_of(folder: &Path, (text, rows): (&str, usize)) -> Index {
    let options = BuildOptions { sync: false, ..BuildOptions::default() };
    let mut builder = Builder::begin(folder, &options, Watch::default()).unwrap();
    for at in 0..rows + 200 {
        let text = if at < rows { text } else { &text[..16] };
        let row = Row { id: at.to_string(), owner: None, text: text.into(), metadata: None };
        builder.add_row(&row, "rows", 1).unwrap();
    }
    builder.finish().unwrap();
    Index::open(folder).unwrap()
}

/// Tokens compared, and looks at whether it was cancelled, of which each try takes one.
fn work(attribute: impl FnOnce()) -> [usize; 2] {
    let before = [COMPARED.get(), CHECKS.get()];
    attribute();
    [COMPARED.get() - before[0], CHECKS.get() - before[1]]
}

#[test]
fn work_grows_with_the_output_however_it_repeats_itself() {
    const WORDS: usize = 10_000;
    for (at, text) in texts(WORDS).iter().enumerate() {
        for rows in [1, 5] {
            let home = tempfile::tempdir().unwrap();
            let index = index_of(&home.path().join("index"), (text, rows));
            let parameters = Parameters { max_owners: 3, ..Parameters::default() };
            let even: Vec<String> = (0..rows + 200).step_by(2).map(|row| row.to_string()).collect();
            let even: HashSet<&str> = even.iter().map(String::as_str).collect();
            let selection = index.select_ids(&even, Watch::default()).unwrap();
            let whole = work(|| drop(index.attribute(text, &parameters, Watch::default()).unwrap()));
            let part = work(|| drop(selection.attribute(text, &parameters, Watch::default()).unwrap()));
            for [compared, checks] in [whole, part] {
                // A search of a few hundred tokens in the order of all suffixes takes some thousands.
                assert!(compared < 20_000 * WORDS, "{at}: {compared} tokens in {rows} rows");
                assert!(checks < 20 * WORDS, "{at}: {checks} looks in {rows} rows");
            }
        }
    }
}
