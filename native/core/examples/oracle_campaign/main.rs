//! Is the engine the oracle's equal on as many random data sets as one likes? `oracle_campaign --seed S --runs N [--first CASE] [--record FILE] [--only CASE]`
//!
//! A case is made of the seed and its own number alone, so that one that differs can be asked for again: it is shrunk and printed.
#![allow(clippy::unwrap_used)]

mod claims;
mod report;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use report::Report;
use support::corpora::{Case, Family};

const USAGE: &str = "oracle_campaign --seed S --runs N [--first CASE] [--record FILE] [--only CASE]";

struct Arguments {
    seed: u64,
    runs: u64,
    /// Where a campaign goes on that was left there.
    first: u64,
    record: Option<PathBuf>,
    only: Option<u64>,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = read_arguments(std::env::args().skip(1))?;
    println!("seed {}, {} cases", arguments.seed, arguments.runs);
    let since = Instant::now();
    let (report, faults) = run(&arguments);
    for fault in &faults {
        println!("{fault}");
    }
    let text = report.markdown(arguments.seed, since.elapsed(), faults.len());
    println!("{text}");
    if let (Some(path), None) = (&arguments.record, arguments.only) {
        std::fs::write(path, text)?;
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read_arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments { seed: 1, runs: 1_000, first: 0, record: None, only: None };
    while let Some(name) = given.next() {
        let value = given.next().ok_or(USAGE)?;
        match name.as_str() {
            "--seed" => arguments.seed = value.parse()?,
            "--runs" => arguments.runs = value.parse()?,
            "--first" => arguments.first = value.parse()?,
            "--record" => arguments.record = Some(value.into()),
            "--only" => arguments.only = Some(value.parse()?),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(arguments)
}

/// All cases, by as many threads as there are processors; no new one is begun after a fault.
fn run(arguments: &Arguments) -> (Report, Vec<String>) {
    let (next, stop) = (AtomicU64::new(arguments.first), AtomicBool::new(false));
    let end = arguments.first + arguments.runs;
    let work = || {
        let (mut report, mut faults) = (Report::default(), Vec::new());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= end || stop.load(Ordering::Relaxed) {
                return (report, faults);
            }
            if arguments.only.is_some_and(|only| only != number) {
                continue;
            }
            if let Some(fault) = check(arguments.seed, number, &mut report) {
                stop.store(true, Ordering::Relaxed);
                faults.push(fault);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let (mut all, mut faults) = (Report::default(), Vec::new());
        for worker in workers {
            let (report, found) = worker.join().unwrap();
            all.add(report);
            faults.extend(found);
        }
        (all, faults)
    })
}

/// Makes one case and holds it against every claim; the smallest that still fails is described.
fn check(seed: u64, number: u64, report: &mut Report) -> Option<String> {
    let family = family_of(number);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&number.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut tree = family.cases().new_tree(&mut runner).unwrap();
    let fails = |case: &Case| claims::check(case, number, &mut Report::default()).err();
    let first = claims::check(&tree.current(), number, report).map(|()| report.count(family)).err()?;
    let (mut fault, mut smallest) = (first, tree.current());
    while tree.simplify() {
        let mut still = fails(&tree.current());
        while still.is_none() && tree.complicate() {
            still = fails(&tree.current());
        }
        let Some(found) = still else { break };
        (fault, smallest) = (found, tree.current());
    }
    Some(format!("seed {seed}, case {number} ({family:?}): {fault}\n{smallest:#?}"))
}

/// The families of large data sets cost as much as tens of the others, so theirs are every 24th case.
fn family_of(number: u64) -> Family {
    let [small @ .., many, wide] = &Family::ALL;
    match number % 24 {
        0 => *many,
        12 => *wide,
        _ => small[number as usize % small.len()],
    }
}
