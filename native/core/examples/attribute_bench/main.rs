//! How long does an attribution take? Builds indexes of real text once, then measures processor time for each step of each third of the outputs. Figures are
//! lines of JSON on stdout. See [`USAGE`].

mod corpus;
mod outputs;
mod pages;

use std::cell::RefCell;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use attribution::{BuildOptions, Builder, Index, Parameters, Row, Step, Watch};
use outputs::{Kind, Random, output};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

const USAGE: &str = "attribute_bench --home DIR --root DIR [--root DIR …] [--tokens N[,N…]] [--outputs N] [--length N] [--copies N] [--segment N]

Builds DIR/index-N of N tokens of the text files below the roots (once; every tenth owner is left out), makes 3 x N outputs of `length` tokens from it, and writes
DIR/outputs-N.jsonl. With --copies, the data is one file that many times instead.";

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Options {
    home: PathBuf,
    roots: Vec<PathBuf>,
    sizes: Vec<usize>,
    outputs: usize,
    length: usize,
    copies: Option<usize>,
    segment: usize,
}

fn main() -> Outcome<()> {
    let options = options(std::env::args().skip(1))?;
    fs::create_dir_all(&options.home)?;
    for size in &options.sizes {
        let name = match options.copies {
            Some(copies) => format!("copies-{copies}"),
            None => size.to_string(),
        };
        let folder = options.home.join(format!("index-{name}"));
        let samples_file = options.home.join(format!("samples-{name}.json"));
        if !folder.exists() {
            let samples = build(&options, *size, &folder)?;
            fs::write(&samples_file, serde_json::to_vec(&samples)?)?;
        }
        let samples: [Vec<String>; 2] = serde_json::from_slice(&fs::read(&samples_file)?)?;
        measure(&options, &folder, &samples, &options.home.join(format!("outputs-{name}.jsonl")))?;
    }
    Ok(())
}

fn options(mut arguments: impl Iterator<Item = String>) -> Outcome<Options> {
    let mut options = Options {
        home: PathBuf::new(),
        roots: Vec::new(),
        sizes: vec![30_000_000],
        outputs: 300,
        length: 500,
        copies: None,
        segment: BuildOptions::default().segment_tokens,
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--home" => options.home = value.into(),
            "--root" => options.roots.push(value.into()),
            "--tokens" => {
                options.sizes = value.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            "--outputs" => options.outputs = value.parse()?,
            "--length" => options.length = value.parse()?,
            "--copies" => options.copies = Some(value.parse()?),
            "--segment" => options.segment = value.parse()?,
            _ => return Err(USAGE.into()),
        }
    }
    if options.home.as_os_str().is_empty() || options.roots.is_empty() {
        return Err(USAGE.into());
    }
    Ok(options)
}

/// Bytes of one sample: outputs of 500 tokens are cut out of it.
const SAMPLE_BYTES: usize = 6_000;

/// Builds an index and returns stretches of the data and of what was left out.
fn build(options: &Options, size: usize, folder: &Path) -> Outcome<[Vec<String>; 2]> {
    let build = BuildOptions { segment_tokens: options.segment, sync: false, ..BuildOptions::default() };
    let mut builder = Builder::begin(folder, &build, Watch::default())?;
    let mut samples = [Vec::new(), Vec::new()];
    let mut tokens = 0;
    for text in corpus::gather(&options.roots)? {
        let Some(content) = text.read() else { continue };
        let left_out = options.copies.is_none() && text.is_left_out();
        let sample = &mut samples[usize::from(left_out)];
        if content.len() >= SAMPLE_BYTES && sample.len() < 2_000 {
            let start = content.len() / 2 - SAMPLE_BYTES / 2;
            sample
                .push(String::from_utf8_lossy(&content.as_bytes()[start..start + SAMPLE_BYTES]).into_owned());
        }
        match options.copies {
            Some(_) if content.len() < SAMPLE_BYTES => continue,
            Some(copies) => {
                for copy in 0..copies {
                    add(
                        &mut builder,
                        &format!("{copy}"),
                        &format!("owner {}", copy % 1_000),
                        &content[..SAMPLE_BYTES],
                    )?;
                }
                break;
            }
            None if left_out => continue,
            None => {}
        }
        for (at, row) in corpus::rows(&content).into_iter().enumerate() {
            tokens += bpe_openai::cl100k_base().count(row);
            add(&mut builder, &format!("{}#{at}", text.name), &text.owner, row)?;
        }
        if tokens >= size {
            break;
        }
    }
    builder.finish()?;
    Ok(samples)
}

fn add(builder: &mut Builder<'_>, id: &str, owner: &str, text: &str) -> Outcome<()> {
    let row = Row { id: id.into(), owner: Some(owner.into()), text: text.into(), metadata: None };
    Ok(builder.add_row(&row, "corpus", 1)?)
}

fn measure(options: &Options, folder: &Path, samples: &[Vec<String>; 2], record: &Path) -> Outcome<()> {
    let index = Index::open(folder)?;
    let info = index.info();
    println!(
        "{}",
        json!({ "index": folder.display().to_string(), "tokens": info.tokens, "rows": info.rows, "owners": info.owners, "segments": info.segments,
            "bytes": info.bytes })
    );
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut record = BufWriter::new(File::create(record)?);
    for kind in Kind::ALL {
        let from = &samples[usize::from(kind == Kind::Absent)];
        if from.is_empty() {
            continue;
        }
        let texts: Vec<String> =
            (0..options.outputs).map(|_| output(kind, from, options.length, &mut random)).collect();
        for text in &texts {
            writeln!(record, "{}", json!({ "kind": kind.as_str(), "text": text }))?;
        }
        let mut figures = figures(&index, kind, &texts)?;
        figures["hugePages"] = json!(pages::huge_part(folder));
        println!("{figures}");
    }
    Ok(record.flush()?)
}

/// Each output is asked for several times, all of them one after the other; its time is the middle one, and `leastMedianUs` the median of the least ones: what else
/// runs on a machine only ever adds.
fn figures(index: &Index, kind: Kind, texts: &[String]) -> Outcome<Value> {
    const ROUNDS: usize = 5;
    let mut runs: Vec<Vec<Run>> = texts.iter().map(|_| Vec::with_capacity(ROUNDS)).collect();
    for round in 0..=ROUNDS {
        for (text, runs) in texts.iter().zip(&mut runs) {
            let run = Run::of(index, text)?;
            // The first round warms the caches and the page tables.
            if round > 0 {
                runs.push(run);
            }
        }
    }
    let mut times: Vec<Duration> = runs
        .iter_mut()
        .map(|runs| {
            runs.sort_by_key(|run| run.all);
            runs[ROUNDS / 2].all
        })
        .collect();
    times.sort();
    let mut least: Vec<Duration> = runs.iter().map(|runs| runs[0].all).collect();
    least.sort();
    let steps_of = |at: usize| -> serde_json::Map<String, Value> {
        let mean = |step: Step| runs.iter().map(|runs| runs[at].step(step)).sum::<f64>() / runs.len() as f64;
        Step::ALL
            .iter()
            .map(|step| (format!("{step:?}").to_lowercase(), json!(mean(*step).round())))
            .collect()
    };
    let middle: Vec<&Run> = runs.iter().map(|runs| &runs[ROUNDS / 2]).collect();
    let mean = |of: &dyn Fn(&Run) -> f64| middle.iter().map(|run| of(run)).sum::<f64>() / middle.len() as f64;
    Ok(json!({
        "kind": kind.as_str(), "outputs": texts.len(), "tokens": mean(&|run| run.tokens as f64),
        "passages": mean(&|run| run.passages as f64), "sources": mean(&|run| run.sources as f64),
        "unattributed": mean(&|run| run.unattributed),
        "medianUs": micros(times[times.len() / 2]), "p99Us": micros(times[times.len() * 99 / 100]),
        "maxUs": micros(times[times.len() - 1]), "leastMedianUs": micros(least[least.len() / 2]), "leastP99Us": micros(least[least.len() * 99 / 100]),
        "stepsUs": steps_of(ROUNDS / 2), "leastStepsUs": steps_of(0),
    }))
}

/// One attribution, measured.
struct Run {
    all: Duration,
    steps: Vec<(Step, Duration)>,
    tokens: usize,
    passages: usize,
    sources: usize,
    unattributed: f64,
}

impl Run {
    fn of(index: &Index, text: &str) -> Outcome<Self> {
        let steps = RefCell::new(Vec::with_capacity(Step::ALL.len()));
        let begin = now();
        let note = |step: Step| steps.borrow_mut().push((step, now()));
        let answer = index.attribute(text, &Parameters::default(), Watch::default().stepping_to(&note))?;
        let all = now() - begin;
        let mut before = begin;
        let steps = steps.into_inner().into_iter();
        let steps = steps.map(|(step, at)| (step, at - std::mem::replace(&mut before, at))).collect();
        Ok(Self {
            all,
            steps,
            tokens: answer.tokens,
            passages: answer.passages.len(),
            sources: answer.passages.iter().map(|passage| passage.sources.len()).sum(),
            unattributed: f64::from(answer.unattributed_ppb) / 1e9,
        })
    }

    fn step(&self, wanted: Step) -> f64 {
        self.steps.iter().filter(|(step, _)| *step == wanted).map(|(_, time)| micros(*time)).sum()
    }
}

/// Processor time of this thread: what else runs on the machine hardly enters.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1_000.0
}
