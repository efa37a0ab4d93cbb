//! How fast is an index built, in how much memory, and how large is it? Gathers real text once, then measures each thing in a process of its own, in processor time
//! of one thread. Figures are lines of JSON on stdout. See [`USAGE`].

#[path = "../attribute_bench/corpus.rs"]
#[allow(dead_code)]
mod corpus;
mod measure;
#[path = "../attribute_bench/memory.rs"]
mod memory;
#[path = "../attribute_bench/messages.rs"]
mod messages;
#[path = "../attribute_bench/unigrams.rs"]
mod unigrams;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use corpus::Choice;
use serde_json::json;

const USAGE: &str = "build_bench --home DIR --root DIR [--root DIR …] [--owner-bytes N] [--messages yes] [--tokens N[,N…]] [--memory BYTES]

Writes DIR/rows-N.jsonl of N tokens of the text files below the roots (once), of one owner at most so many bytes, translated messages if wanted, and builds
DIR/built-N of it; with --memory another one within that limit.";

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Options {
    home: PathBuf,
    choice: Choice,
    sizes: Vec<usize>,
    memory: Option<usize>,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, what, rest @ ..] = arguments.as_slice()
        && flag == "--measure"
    {
        println!("{}", measure::measure(what, rest)?);
        return Ok(());
    }
    let options = options(arguments.into_iter())?;
    fs::create_dir_all(&options.home)?;
    for size in &options.sizes {
        let rows = options.home.join(format!("rows-{size}.jsonl"));
        if !rows.exists() {
            gather(&options.choice, *size, &rows)?;
        }
        let built = options.home.join(format!("built-{size}"));
        let (rows, built) = (rows.display().to_string(), built.display().to_string());
        println!("{}", json!({ "what": "rows", "file": rows }));
        // Three of each: what else runs on a machine disturbs one of them, not the middle one.
        for _ in 0..3 {
            run("tokenizer", &["ours", &rows])?;
            run("tokenizer", &["bpe-openai", &rows])?;
            let _ = fs::remove_dir_all(&built);
            run("build", &[&rows, &built])?;
            run("sort", &[&built])?;
        }
        if let Some(memory) = options.memory {
            let limited = options.home.join(format!("limited-{size}"));
            let _ = fs::remove_dir_all(&limited);
            run("build", &[&rows, &limited.display().to_string(), &memory.to_string()])?;
        }
    }
    Ok(())
}

/// One measurement in a process of its own: the most memory that a process took is one number for all it did.
fn run(what: &str, arguments: &[&str]) -> Outcome<()> {
    let mut child = Command::new(std::env::current_exe()?);
    let status = child.args(["--measure", what]).args(arguments).stdout(Stdio::inherit()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed").into()) }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Outcome<Options> {
    let mut options = Options {
        home: PathBuf::new(),
        choice: Choice::default(),
        sizes: vec![3_000_000, 30_000_000],
        memory: None,
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--home" => options.home = value.into(),
            "--root" => options.choice.roots.push(value.into()),
            "--owner-bytes" => options.choice.owner_bytes = Some(value.parse()?),
            "--messages" => options.choice.messages = value == "yes",
            "--tokens" => options.sizes = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--memory" => options.memory = Some(value.parse()?),
            _ => return Err(USAGE.into()),
        }
    }
    if options.home.as_os_str().is_empty() || options.choice.roots.is_empty() {
        return Err(USAGE.into());
    }
    Ok(options)
}

fn gather(choice: &Choice, size: usize, rows: &Path) -> Outcome<()> {
    let mut file = BufWriter::new(File::create(rows)?);
    let mut tokens = 0;
    for text in corpus::gather(choice)? {
        let Some(content) = text.read() else { continue };
        for (at, row) in corpus::rows(&content, corpus::ROW_BYTES).into_iter().enumerate() {
            tokens += bpe_openai::cl100k_base().count(row);
            writeln!(
                file,
                "{}",
                json!({ "id": format!("{}#{at}", text.name), "owner": text.owner, "text": row })
            )?;
        }
        if tokens >= size {
            break;
        }
    }
    Ok(file.flush()?)
}
