//! The single measurements, each the only thing its process does.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use attribution::{BuildOptions, Builder, Index, Watch, measured};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

use crate::memory::Peak;
use crate::{Outcome, unigrams};

pub fn measure(what: &str, arguments: &[String]) -> Outcome<Value> {
    match (what, arguments) {
        ("tokenizer", [name, rows]) => tokenizer(name, Path::new(rows)),
        ("build", [rows, folder]) => build(Path::new(rows), Path::new(folder), None),
        ("build", [rows, folder, memory]) => build(Path::new(rows), Path::new(folder), Some(memory.parse()?)),
        ("sort", [folder]) => sort(Path::new(folder)),
        _ => Err("no such measurement".into()),
    }
}

/// A tokenizer alone, over the texts in memory.
fn tokenizer(name: &str, rows: &Path) -> Outcome<Value> {
    let count: fn(&str) -> usize = match name {
        "ours" => measured::count_tokens,
        "bpe-openai" => |text| bpe_openai::cl100k_base().encode(text).len(),
        _ => return Err("no such tokenizer".into()),
    };
    let texts = BufReader::new(File::open(rows)?)
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(&line?)?;
            Ok(row["text"].as_str().ok_or("a row without a text")?.to_owned())
        })
        .collect::<Outcome<Vec<String>>>()?;
    count("The first call loads the vocabulary.");
    let begin = now();
    let tokens: usize = texts.iter().map(|text| count(text)).sum();
    Ok(
        json!({ "what": "tokenizer", "name": name, "tokens": tokens, "seconds": (now() - begin).as_secs_f64() }),
    )
}

/// All of a build from a file of rows; what `finish` takes is the part of it in which the tokens stand in memory and all else is made of them, when there is one segment.
fn build(rows: &Path, folder: &Path, memory_bytes: Option<usize>) -> Outcome<Value> {
    measured::count_tokens("The first call loads the vocabulary.");
    let peak = Peak::watch()?;
    let (begin, kernel) = (now(), kernel_seconds()?);
    let options = BuildOptions { sync: false, memory_bytes, ..BuildOptions::default() };
    let mut builder = Builder::begin(folder, &options, Watch::default())?;
    builder.add_file(rows)?;
    let read = now();
    builder.finish()?;
    let (end, kernel) = (now(), kernel_seconds()? - kernel);
    let peak_bytes = peak.end()?;
    let info = Index::open(folder)?.info();
    Ok(json!({
        "what": "build", "memoryBytes": memory_bytes, "tokens": info.tokens, "rows": info.rows, "segments": info.segments,
        "differentTokens": unigrams::different_tokens(folder)?, "peakBytes": peak_bytes,
        "fromTextSeconds": (end - begin).as_secs_f64(), "fromTokensSeconds": (end - read).as_secs_f64(), "kernelSeconds": kernel,
    }))
}

/// The suffixes of the first segment's tokens.
fn sort(folder: &Path) -> Outcome<Value> {
    let bytes = fs::read(folder.join("tokenized.0"))?;
    let tokens: Vec<u32> = bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)).collect();
    drop(bytes);
    let count = tokens.len();
    let begin = now();
    measured::sort_suffixes(tokens)?;
    Ok(json!({ "what": "suffix array alone", "tokens": count, "seconds": (now() - begin).as_secs_f64() }))
}

/// Processor time of this thread that the kernel took, to a hundredth of a second: most of it for memory that is touched for the first time.
fn kernel_seconds() -> Outcome<f64> {
    let account = fs::read_to_string("/proc/thread-self/stat")?;
    let fields = account.rsplit(')').next().and_then(|fields| fields.split(' ').nth(13));
    Ok(fields.ok_or("no such field")?.parse::<f64>()? / 100.0)
}

/// Processor time of this thread: what else runs on the machine hardly enters.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
