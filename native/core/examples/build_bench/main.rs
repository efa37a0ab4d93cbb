//! How fast is an index built, in how much memory, and how large is it? Gathers real text once, then measures each thing in a process of its own, in processor time
//! of one thread. Figures are lines of JSON on stdout. See [`USAGE`].

#[path = "../attribute_bench/corpus.rs"]
#[allow(dead_code)]
mod corpus;
mod measure;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

const USAGE: &str = "build_bench --home DIR --root DIR [--root DIR …] [--tokens N[,N…]] [--memory BYTES]

Writes DIR/rows-N.jsonl of N tokens of the text files below the roots (once), and builds DIR/built-N of it; with --memory another one within that limit.";

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Options {
    home: PathBuf,
    roots: Vec<PathBuf>,
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
            gather(&options.roots, *size, &rows)?;
        }
        let built = options.home.join(format!("built-{size}"));
        let (rows, built) = (rows.display().to_string(), built.display().to_string());
        // Three of each: what else runs on a machine disturbs one of them, not the middle one.
        for _ in 0..3 {
            run("tokenizer", &[&rows])?;
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
    let mut options =
        Options { home: PathBuf::new(), roots: Vec::new(), sizes: vec![3_000_000, 30_000_000], memory: None };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--home" => options.home = value.into(),
            "--root" => options.roots.push(value.into()),
            "--tokens" => options.sizes = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--memory" => options.memory = Some(value.parse()?),
            _ => return Err(USAGE.into()),
        }
    }
    if options.home.as_os_str().is_empty() || options.roots.is_empty() {
        return Err(USAGE.into());
    }
    Ok(options)
}

fn gather(roots: &[PathBuf], size: usize, rows: &Path) -> Outcome<()> {
    let mut file = BufWriter::new(File::create(rows)?);
    let mut tokens = 0;
    for text in corpus::gather(roots)? {
        let Some(content) = text.read() else { continue };
        for (at, row) in corpus::rows(&content).into_iter().enumerate() {
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
