//! How long does an attribution take? Builds indexes of real text once, then measures processor time for each step of each kind of outputs. Figures are lines of JSON
//! on stdout. See [`USAGE`].

mod asking;
mod corpus;
mod making;
mod memory;
mod messages;
mod outputs;
mod pages;
mod random;
mod unigrams;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use attribution::{BuildOptions, Index};
use bpe_openai::cl100k_base;
use corpus::Choice;
use making::About;
use outputs::{Kind, Output};
use random::Random;
use serde_json::json;

const USAGE: &str = "attribute_bench --home DIR --root DIR [--root DIR …] [--tokens N[,N…]] [--outputs N] [--length N] [--rounds N] [--ask FILE] [--copies N]
                [--owner-bytes N] [--row-bytes N] [--segment N] [--fresh N]

Builds DIR/index-N of N tokens of the text files below the roots (once; every tenth owner is left out, and none brings more than so many bytes), makes 3 x N outputs
of `length` tokens from it, writes them to DIR/outputs-N.jsonl, and asks for each so many rounds. With --ask, those of another file are asked for instead; with
--copies, the data is one text that many times; with --fresh, DIR/fresh-N.jsonl gets so many rows of text that is not in the index when it is built.";

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Options {
    home: PathBuf,
    choice: Choice,
    sizes: Vec<usize>,
    outputs: usize,
    length: usize,
    rounds: usize,
    ask: Option<PathBuf>,
    copies: Option<usize>,
    row_bytes: usize,
    segment: usize,
    fresh: Option<usize>,
}

fn main() -> Outcome<()> {
    let options = options(std::env::args().skip(1))?;
    fs::create_dir_all(&options.home)?;
    for size in &options.sizes {
        let name = match options.copies {
            Some(copies) => format!("copies-{copies}"),
            None => size.to_string(),
        };
        let in_home = |what: &str, extension: &str| options.home.join(format!("{what}-{name}{extension}"));
        let (folder, about_file) = (in_home("index", ""), in_home("about", ".json"));
        if !folder.exists() {
            let about = match options.copies {
                Some(copies) => making::make_copies(&options, copies, &folder)?,
                None => making::make(&options, *size, &folder, &in_home("fresh", ".jsonl"))?,
            };
            fs::write(&about_file, serde_json::to_vec(&about)?)?;
        }
        let about: About = serde_json::from_slice(&fs::read(&about_file)?)?;
        let own_outputs = in_home("outputs", ".jsonl");
        if options.ask.is_none() {
            write_outputs(&options, &about.samples, &own_outputs)?;
        }
        measure(&options, &folder, &about, options.ask.as_ref().unwrap_or(&own_outputs))?;
    }
    Ok(())
}

fn options(mut arguments: impl Iterator<Item = String>) -> Outcome<Options> {
    let mut options = Options {
        home: PathBuf::new(),
        choice: Choice::default(),
        sizes: vec![30_000_000],
        outputs: 300,
        length: 500,
        rounds: 5,
        ask: None,
        copies: None,
        row_bytes: corpus::ROW_BYTES,
        segment: BuildOptions::default().segment_tokens,
        fresh: None,
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--home" => options.home = value.into(),
            "--root" => options.choice.roots.push(value.into()),
            "--owner-bytes" => options.choice.owner_bytes = Some(value.parse()?),
            "--tokens" => {
                options.sizes = value.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            "--outputs" => options.outputs = value.parse()?,
            "--length" => options.length = value.parse()?,
            "--rounds" => options.rounds = value.parse()?,
            "--ask" => options.ask = Some(value.into()),
            "--copies" => options.copies = Some(value.parse()?),
            "--row-bytes" => options.row_bytes = value.parse()?,
            "--segment" => options.segment = value.parse()?,
            "--fresh" => options.fresh = Some(value.parse()?),
            _ => return Err(USAGE.into()),
        }
    }
    if options.home.as_os_str().is_empty() || options.choice.roots.is_empty() {
        return Err(USAGE.into());
    }
    Ok(options)
}

fn write_outputs(options: &Options, samples: &[Vec<String>; 2], file: &Path) -> Outcome<()> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut file = BufWriter::new(File::create(file)?);
    for kind in Kind::ALL {
        let from: Vec<Vec<u32>> = samples[usize::from(kind == Kind::Absent)]
            .iter()
            .map(|text| cl100k_base().encode(text))
            .collect();
        for _ in 0..if from.is_empty() { 0 } else { options.outputs } {
            let text = outputs::output(kind, &from, options.length, &mut random)?;
            writeln!(file, "{}", serde_json::to_string(&Output { kind, text })?)?;
        }
    }
    Ok(file.flush()?)
}

fn measure(options: &Options, folder: &Path, about: &About, outputs_file: &Path) -> Outcome<()> {
    let index = Index::open(folder)?;
    let info = index.info();
    println!(
        "{}",
        json!({ "index": folder.display().to_string(), "tokens": info.tokens, "rows": info.rows, "owners": info.owners,
            "segments": info.segments, "bytes": info.bytes, "differentTokens": unigrams::different_tokens(folder)?,
            "rootTokens": about.root_tokens, "buildPeakBytes": about.peak_bytes })
    );
    if options.rounds == 0 {
        return Ok(());
    }
    let lines = fs::read_to_string(outputs_file)?;
    let outputs = lines.lines().map(serde_json::from_str).collect::<Result<Vec<Output>, _>>()?;
    let peak_bytes =
        asking::peak_bytes(&index, &outputs.iter().map(|output| output.text.as_str()).collect::<Vec<_>>())?;
    println!("{}", json!({ "askPeakBytes": peak_bytes }));
    for kind in Kind::ALL {
        let texts: Vec<&str> =
            outputs.iter().filter(|output| output.kind == kind).map(|output| output.text.as_str()).collect();
        if texts.is_empty() {
            continue;
        }
        if options.copies.is_some() && kind == Kind::Verbatim {
            asking::check_whole(&index, &texts)?;
        }
        let mut figures = asking::figures(&index, kind, &texts, options.rounds)?;
        figures["hugePages"] = json!(pages::huge_part(folder));
        println!("{figures}");
    }
    Ok(())
}
