//! How many outputs a second does the engine attribute when nothing stands around it? All outputs of a file, by some threads at once; one line of JSON on stdout.
//! `throughput INDEX OUTPUTS.jsonl THREADS ROUNDS`

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use attribution::{Index, Parameters, Watch};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

const USAGE: &str = "throughput INDEX OUTPUTS.jsonl THREADS ROUNDS";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, outputs, threads, rounds] = arguments.as_slice() else { return Err(USAGE.into()) };
    let index = Index::open(&PathBuf::from(folder))?;
    let texts = fs::read_to_string(outputs)?
        .lines()
        .map(|line| Ok(text_of(&serde_json::from_str(line)?)?.to_owned()))
        .collect::<Result<Vec<String>, Box<dyn Error>>>()?;
    let (threads, rounds): (usize, usize) = (threads.parse()?, rounds.parse()?);
    // The first round warms the caches and the page tables.
    run(&index, &texts, threads, 1);
    let (elapsed, busy) = run(&index, &texts, threads, rounds);
    let count = (texts.len() * rounds) as f64;
    let figures = json!({
        "threads": threads, "outputs": texts.len(), "perSecond": count / elapsed.as_secs_f64(),
        "cpuUs": busy.as_secs_f64() * 1e6 / count,
    });
    println!("{figures}");
    Ok(())
}

fn text_of(line: &Value) -> Result<&str, Box<dyn Error>> {
    Ok(line["text"].as_str().ok_or("a line without a text")?)
}

/// The time it took, and the processor time of all threads.
fn run(index: &Index, texts: &[String], threads: usize, rounds: usize) -> (Duration, Duration) {
    let next = AtomicUsize::new(0);
    let since = Instant::now();
    let work = || {
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && at < texts.len() * rounds
        {
            let answer = index.attribute(&texts[at % texts.len()], &Parameters::default(), Watch::default());
            std::hint::black_box(answer.is_ok());
        }
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    };
    let busy = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).sum()
    });
    (since.elapsed(), busy)
}
