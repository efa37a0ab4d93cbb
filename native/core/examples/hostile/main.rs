//! How long does an answer take where data and output repeat themselves? `hostile --home DIR [--case NAME] [--tokens N,N,…] [--limit SECONDS] [--cancel TIMES]`
//!
//! Prints a line of JSON for each: processor time by step, the most memory, and a hash of the answer, by which two builds are compared. With `--cancel` each is asked so many
//! times more and cancelled at another moment each time: how long it went on is printed.

#[path = "../attribute_bench/memory.rs"]
mod memory;
#[path = "../attribute_bench/random.rs"]
mod random;

mod asking;
mod data;
mod texts;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use data::cases;

type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "hostile --home DIR [--case NAME] [--tokens N,N,…] [--limit SECONDS] [--cancel TIMES]";

struct Options {
    home: PathBuf,
    /// A case's name, or how some begin with a `*` behind it.
    part: String,
    tokens: Vec<usize>,
    limit: Duration,
    cancel: u32,
}

impl Options {
    fn is_asked(&self, name: &str) -> bool {
        match self.part.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => self.part == name,
        }
    }
}

fn main() -> Outcome<()> {
    let options = options(std::env::args().skip(1))?;
    for case in cases().iter().filter(|case| options.is_asked(&case.name)) {
        let scope = asking::open(&options.home, case)?;
        for tokens in &options.tokens {
            let output = case.output(*tokens);
            let line = asking::ask(&scope, &case.name, &output, options.limit, options.cancel)?;
            println!("{line}");
        }
    }
    Ok(())
}

fn options(mut arguments: impl Iterator<Item = String>) -> Outcome<Options> {
    let mut options = Options {
        home: PathBuf::new(),
        part: "*".into(),
        tokens: vec![5_000, 20_000, 80_000, 1 << 20],
        limit: Duration::from_secs(20),
        cancel: 0,
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--home" => options.home = value.into(),
            "--case" => options.part = value,
            "--tokens" => options.tokens = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--limit" => options.limit = Duration::from_secs(value.parse()?),
            "--cancel" => options.cancel = value.parse()?,
            _ => return Err(USAGE.into()),
        }
    }
    if options.home.as_os_str().is_empty() {
        return Err(USAGE.into());
    }
    Ok(options)
}
