//! The single measurements, each the only thing its process does.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use attribution::{BuildOptions, Builder, Index, Watch, measured};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};

use crate::Outcome;

pub fn measure(what: &str, arguments: &[String]) -> Outcome<Value> {
    match (what, arguments) {
        ("tokenizer", [rows]) => tokenizer(Path::new(rows)),
        ("build", [rows, folder]) => build(Path::new(rows), Path::new(folder), None),
        ("build", [rows, folder, memory]) => build(Path::new(rows), Path::new(folder), Some(memory.parse()?)),
        ("sort", [folder]) => sort(Path::new(folder)),
        _ => Err("no such measurement".into()),
    }
}

/// The tokenizer alone, over the texts in memory.
fn tokenizer(rows: &Path) -> Outcome<Value> {
    let texts = BufReader::new(File::open(rows)?)
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(&line?)?;
            Ok(row["text"].as_str().ok_or("a row without a text")?.to_owned())
        })
        .collect::<Outcome<Vec<String>>>()?;
    measured::count_tokens("The first call loads the vocabulary.");
    let begin = now();
    let tokens: usize = texts.iter().map(|text| measured::count_tokens(text)).sum();
    Ok(json!({ "what": "tokenizer alone", "tokens": tokens, "seconds": (now() - begin).as_secs_f64() }))
}

/// All of a build from a file of rows; what `finish` takes is the part of it in which the tokens stand in memory and all else is made of them, when there is one segment.
fn build(rows: &Path, folder: &Path, memory_bytes: Option<usize>) -> Outcome<Value> {
    measured::count_tokens("The first call loads the vocabulary.");
    let before = status("RssAnon")?;
    let peak = Peak::watch();
    let (begin, kernel) = (now(), kernel_seconds()?);
    let options = BuildOptions { sync: false, memory_bytes, ..BuildOptions::default() };
    let mut builder = Builder::begin(folder, &options, Watch::default())?;
    builder.add_file(rows)?;
    let read = now();
    builder.finish()?;
    let (end, kernel) = (now(), kernel_seconds()? - kernel);
    let peak = peak.end()?;
    let info = Index::open(folder)?.info();
    let mut files = Map::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let what = name.split('.').next().unwrap_or_default();
        let bytes = files.get(what).and_then(Value::as_u64).unwrap_or(0) + entry.metadata()?.len();
        files.insert(what.to_owned(), bytes.into());
    }
    Ok(json!({
        "what": "build", "memoryBytes": memory_bytes, "tokens": info.tokens, "rows": info.rows, "segments": info.segments,
        "fromTextSeconds": (end - begin).as_secs_f64(), "fromTokensSeconds": (end - read).as_secs_f64(), "kernelSeconds": kernel,
        "peakBytes": peak - before, "peakWithFilesBytes": status("VmHWM")?, "fixedBytes": before, "files": files,
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
    Ok(
        json!({ "what": "suffix array alone", "tokens": count, "seconds": (now() - begin).as_secs_f64(), "peakBytes": status("VmHWM")? }),
    )
}

/// The most memory of its own that this process takes, looked at a thousand times a second: files that are mapped are not in it, the system has them back when it
/// needs them.
struct Peak {
    is_over: Arc<AtomicBool>,
    looking: JoinHandle<usize>,
}

impl Peak {
    fn watch() -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_over);
        let looking = thread::spawn(move || {
            let mut most = 0;
            while !flag.load(Ordering::Relaxed) {
                most = most.max(status("RssAnon").unwrap_or(0));
                thread::sleep(Duration::from_millis(1));
            }
            most
        });
        Self { is_over, looking }
    }

    fn end(self) -> Outcome<usize> {
        self.is_over.store(true, Ordering::Relaxed);
        self.looking.join().map_err(|_| "the memory could not be read".into())
    }
}

/// A line of the kernel's account of this process, in bytes.
fn status(name: &str) -> Outcome<usize> {
    let account = fs::read_to_string("/proc/self/status")?;
    let line = account.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    let kilobytes: usize =
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse().map_err(|_| "no number")?;
    Ok(kilobytes * 1024)
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
