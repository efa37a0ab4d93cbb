//! Builds the index that is asked, and keeps what outputs are cut from: stretches of its data, and of what was left out of it.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use attribution::{BuildOptions, Builder, Row, Watch};
use bpe_openai::cl100k_base;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::{self, Choice, Text};
use crate::memory::Peak;
use crate::{Options, Outcome};

/// Bytes of one sample: outputs of 500 tokens are cut out of it.
const SAMPLE_BYTES: usize = 6_000;
const SAMPLES: usize = 500;

/// Shorter lines say nothing of where a text comes from.
const LINE_BYTES: usize = 20;
/// One of so many lines of an absent sample may stand in the data.
const PRESENT_PART: usize = 20;

/// Characters of a row that is kept for a later addition.
const FRESH_CHARACTERS: usize = 400;

/// What is known of an index beside its files.
#[derive(Serialize, Deserialize, Default)]
pub struct About {
    /// Stretches of the data, and of what was left out.
    pub samples: [Vec<String>; 2],
    /// How many tokens came from each root.
    pub root_tokens: Vec<usize>,
    /// The most memory that building it took, beyond the vocabulary and the list of files.
    pub peak_bytes: usize,
}

/// Builds an index of `size` tokens.
pub fn make(options: &Options, size: usize, folder: &Path, fresh: &Path) -> Outcome<About> {
    let texts = corpus::gather(&options.choice)?;
    cl100k_base().count("The first call loads the vocabulary.");
    let peak = Peak::watch()?;
    let build = BuildOptions { segment_tokens: options.segment, sync: false, ..BuildOptions::default() };
    let mut builder = Builder::begin(folder, &build, Watch::default())?;
    let mut about = About { root_tokens: vec![0; options.choice.roots.len()], ..About::default() };
    let mut tokens = 0;
    let mut used = HashSet::new();
    for text in &texts {
        let sample = &mut about.samples[usize::from(text.is_left_out())];
        let is_full = tokens >= size;
        if is_full && (!text.is_left_out() || sample.len() == SAMPLES) {
            continue;
        }
        let Some(content) = text.read() else { continue };
        if content.len() >= SAMPLE_BYTES && sample.len() < SAMPLES {
            sample.push(middle(&content).to_owned());
        }
        if text.is_left_out() {
            continue;
        }
        for (at, row) in corpus::rows(&content, options.row_bytes).into_iter().enumerate() {
            let count = cl100k_base().count(row);
            tokens += count;
            about.root_tokens[text.root] += count;
            add(&mut builder, &format!("{}#{at}", text.name), &text.owner, row)?;
        }
        used.insert(text.name.as_str());
    }
    builder.finish()?;
    about.peak_bytes = peak.end()?;
    leave_absent(&mut about.samples[1], &texts);
    if let Some(count) = options.fresh {
        keep_fresh(&options.choice, &used, count, fresh)?;
    }
    Ok(about)
}

/// Builds an index of one text `copies` times over; outputs are cut from that very text.
pub fn make_copies(options: &Options, copies: usize, folder: &Path) -> Outcome<About> {
    let texts = corpus::gather(&options.choice)?;
    let read = |text: &Text| text.read().filter(|content| content.len() >= SAMPLE_BYTES);
    let content = texts.iter().find_map(read).ok_or("no text is long enough")?;
    let content = middle(&content);
    cl100k_base().count("The first call loads the vocabulary.");
    let peak = Peak::watch()?;
    let build = BuildOptions { segment_tokens: options.segment, sync: false, ..BuildOptions::default() };
    let mut builder = Builder::begin(folder, &build, Watch::default())?;
    for copy in 0..copies {
        add(&mut builder, &copy.to_string(), &format!("owner {}", copy % 1_000), content)?;
    }
    builder.finish()?;
    Ok(About {
        samples: [vec![content.to_owned()], Vec::new()],
        root_tokens: Vec::new(),
        peak_bytes: peak.end()?,
    })
}

fn add(builder: &mut Builder<'_>, id: &str, owner: &str, text: &str) -> Outcome<()> {
    let row = Row { id: id.into(), owner: Some(owner.into()), text: text.into(), metadata: None };
    Ok(builder.add_row(&row, "corpus", 1)?)
}

/// The middle of a text, whole characters only.
fn middle(content: &str) -> &str {
    let border = |mut at: usize| {
        while !content.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = border(content.len() / 2 - SAMPLE_BYTES / 2);
    &content[start..border(start + SAMPLE_BYTES)]
}

/// Leaves those samples of which nearly no line stands in what is data of an index of any size: packages copy from each other.
fn leave_absent(samples: &mut Vec<String>, texts: &[Text]) {
    let lines = |text: &str| -> Vec<u64> {
        let lines = text.lines().map(str::trim).filter(|line| line.len() >= LINE_BYTES);
        lines.map(|line| xxh3_64(line.as_bytes())).collect()
    };
    let wanted: HashSet<u64> = samples.iter().flat_map(|sample| lines(sample)).collect();
    let mut present = HashSet::new();
    for content in texts.iter().filter(|text| !text.is_left_out()).filter_map(Text::read) {
        present.extend(lines(&content).into_iter().filter(|line| wanted.contains(line)));
    }
    samples.retain(|sample| {
        let lines = lines(sample);
        lines.iter().filter(|line| present.contains(line)).count() * PRESENT_PART <= lines.len()
    });
}

/// Rows of text that is not in the index, each character once: what the same folders have beyond that, of one owner twice as much as in the index.
fn keep_fresh(choice: &Choice, used: &HashSet<&str>, count: usize, file: &Path) -> Outcome<()> {
    let choice = Choice { owner_bytes: choice.owner_bytes.map(|bytes| 2 * bytes), ..choice.clone() };
    let mut file = BufWriter::new(File::create(file)?);
    let mut left = count;
    for text in corpus::gather(&choice)?.iter().filter(|text| !used.contains(text.name.as_str())) {
        let content: Vec<char> = text.read().unwrap_or_default().chars().collect();
        for row in content.as_chunks::<FRESH_CHARACTERS>().0.iter().take(left) {
            writeln!(file, "{}", serde_json::to_string(&row.iter().collect::<String>())?)?;
            left -= 1;
        }
    }
    match left {
        0 => Ok(file.flush()?),
        _ => Err(format!("there is not text enough for {left} of {count} rows").into()),
    }
}
