//! Asks for one output, with an eye on time and memory and a foot on the brake.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use attribution::{
    Attribution, BuildOptions, Builder, Index, Parameters, Selection, Step, Watch, Writer, measured,
};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_64;

use crate::Outcome;
use crate::data::{Case, Counted};
use crate::memory::Peak;

/// What is asked: an index, or some rows of it.
pub enum Asked {
    Whole(Box<Index>),
    Part(Arc<Selection>),
}

impl Asked {
    fn attribute(&self, text: &str, watch: Watch<'_>) -> attribution::Result<Attribution> {
        match self {
            Self::Whole(index) => index.attribute(text, &Parameters::default(), watch),
            Self::Part(selection) => selection.attribute(text, &Parameters::default(), watch),
        }
    }
}

/// Opens a case's index, which is built where there is none.
pub fn open(home: &Path, case: &Case) -> Outcome<Asked> {
    measured::count_tokens("The first call loads the vocabulary.");
    let folder = home.join(case.name.replace('/', "-"));
    let rows = if folder.exists() { Vec::new() } else { case.rows() };
    if !folder.exists() {
        let options = BuildOptions { sync: false, ..BuildOptions::default() };
        let mut builder = Builder::begin(&folder, &options, Watch::default())?;
        for row in &rows {
            builder.add_row(row, "rows", 1)?;
        }
        builder.finish()?;
        if matches!(case.counted, Counted::Left | Counted::Late) {
            let mut writer = Writer::open(&folder, &options)?;
            // Few enough for the segment to be kept as it is.
            let first = usize::from(case.counted == Counted::Left);
            let removed = rows.iter().enumerate().filter(|(at, _)| at % 16 == first);
            writer.remove(&removed.map(|(_, row)| row.id.clone()).collect::<Vec<_>>())?;
            drop(writer);
        }
    }
    let index = Index::open(&folder)?;
    if case.counted != Counted::Selected {
        return Ok(Asked::Whole(Box::new(index)));
    }
    let ranges: Vec<_> = (0..index.info().rows).step_by(2).map(|row| row..row + 1).collect();
    Ok(Asked::Part(index.select(&ranges, Watch::default())?))
}

/// Asks once, for no longer than `limit`, and `cancel` times more that are cancelled.
pub fn ask(asked: &Asked, name: &str, output: &str, limit: Duration, cancel: u32) -> Outcome<Value> {
    let peak = Peak::watch()?;
    let steps = RefCell::new(Vec::new());
    let note = |step: Step| steps.borrow_mut().push((step, busy()));
    let begin = busy();
    let (answer, took, heard) = within(limit, |watch| asked.attribute(output, watch.stepping_to(&note)));
    let cpu = busy() - begin;
    let mut before = begin;
    let steps = steps.into_inner().into_iter().map(|(step, at)| {
        let time = at - std::mem::replace(&mut before, at);
        (format!("{step:?}").to_lowercase(), json!(millis(time)))
    });
    let mut line = json!({
        "case": name, "bytes": output.len(), "ms": millis(cpu), "steps": steps.collect::<Map<_, _>>(),
        "peakMb": peak.end()? >> 20,
    });
    match answer {
        Ok(answer) => {
            line["tokens"] = json!(answer.tokens);
            line["passages"] = json!(answer.passages_total);
            line["answer"] = json!(format!("{:016x}", xxh3_64(format!("{answer:?}").as_bytes())));
        }
        Err(_) => line["heardMs"] = json!(millis(heard)),
    }
    let latencies = (0..cancel).map(|turn| {
        let at = took.mul_f64((f64::from(turn) + 0.5) / f64::from(cancel));
        let (answer, _, heard) = within(at, |watch| asked.attribute(output, watch));
        if answer.is_err() { heard } else { Duration::ZERO }
    });
    if let Some(most) = latencies.max() {
        line["heardMs"] = json!(millis(most));
    }
    Ok(line)
}

/// What it says, how long it took, and how much of that was after `limit`, when it was told to end.
fn within<T>(limit: Duration, work: impl FnOnce(Watch<'_>) -> T) -> (T, Duration, Duration) {
    let (flag, is_over) = (AtomicBool::new(false), AtomicBool::new(false));
    let since = Instant::now();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            while since.elapsed() < limit && !is_over.load(Ordering::Relaxed) {
                thread::park_timeout(limit.saturating_sub(since.elapsed()));
            }
            flag.store(true, Ordering::Relaxed);
        });
        let done = work(Watch::default().cancelled_by(&flag));
        let took = since.elapsed();
        is_over.store(true, Ordering::Relaxed);
        waiting.thread().unpark();
        (done, took, took.saturating_sub(limit))
    })
}

/// Processor time of this thread: what else runs on the machine hardly enters.
fn busy() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}
