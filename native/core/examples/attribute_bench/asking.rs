//! Asks an index for outputs and says what it took: time by step, and memory.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use attribution::{Attribution, Index, Parameters, Step, Watch, measured};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};

use crate::Outcome;
use crate::memory::Peak;
use crate::outputs::Kind;

/// Asks for each text `rounds` times, all of them one after the other; figures are over all of these single runs.
pub fn figures(index: &Index, kind: Kind, texts: &[&str], rounds: usize) -> Outcome<Value> {
    // The first round warms the caches and the page tables.
    for text in texts {
        ask(index, text)?;
    }
    let mut runs = Vec::with_capacity(texts.len() * rounds);
    for _ in 0..rounds {
        for text in texts {
            runs.push(Run::of(index, text)?);
        }
    }
    let mean = |of: &dyn Fn(&Run) -> f64| runs.iter().map(of).sum::<f64>() / runs.len() as f64;
    let busy = sorted(runs.iter().map(|run| run.busy));
    let wall = sorted(runs.iter().map(|run| run.wall));
    let at = |times: &[Duration], part: usize| micros(times[times.len() * part / 100]);
    let steps = Step::ALL.iter().map(|step| {
        let micros = mean(&|run| run.step(*step));
        (format!("{step:?}").to_lowercase(), json!(micros.round()))
    });
    Ok(json!({
        "kind": kind, "outputs": texts.len(), "runs": runs.len(), "tokens": mean(&|run| run.tokens as f64),
        "passages": mean(&|run| run.passages as f64), "sources": mean(&|run| run.sources as f64),
        "unattributed": mean(&|run| run.unattributed),
        "medianUs": at(&busy, 50), "p99Us": at(&busy, 99), "maxUs": micros(busy[busy.len() - 1]),
        "wallMedianUs": at(&wall, 50), "wallP99Us": at(&wall, 99),
        "stepsUs": steps.collect::<Map<_, _>>(),
    }))
}

/// The most memory that asking for all of them takes, beyond the vocabulary.
pub fn peak_bytes(index: &Index, texts: &[&str]) -> Outcome<usize> {
    measured::count_tokens("The first call loads the vocabulary.");
    let peak = Peak::watch()?;
    for text in texts {
        ask(index, text)?;
    }
    peak.end()
}

/// Fails unless each answer is one passage that is the whole output.
pub fn check_whole(index: &Index, texts: &[&str]) -> Outcome<()> {
    for text in texts {
        let answer = ask(index, text)?;
        match answer.passages.as_slice() {
            [passage] if passage.tokens == answer.tokens => {}
            passages => {
                return Err(format!("{} passages in place of the whole: {text:?}", passages.len()).into());
            }
        }
    }
    Ok(())
}

fn ask(index: &Index, text: &str) -> Outcome<Attribution> {
    Ok(index.attribute(text, &Parameters::default(), Watch::default())?)
}

/// One attribution, measured.
struct Run {
    busy: Duration,
    wall: Duration,
    steps: Vec<(Step, Duration)>,
    tokens: usize,
    passages: usize,
    sources: usize,
    unattributed: f64,
}

impl Run {
    fn of(index: &Index, text: &str) -> Outcome<Self> {
        let steps = RefCell::new(Vec::with_capacity(Step::ALL.len()));
        let note = |step: Step| steps.borrow_mut().push((step, now()));
        let (since, begin) = (Instant::now(), now());
        let answer = index.attribute(text, &Parameters::default(), Watch::default().stepping_to(&note))?;
        let (busy, wall) = (now() - begin, since.elapsed());
        let mut before = begin;
        let steps = steps.into_inner().into_iter();
        let steps = steps.map(|(step, at)| (step, at - std::mem::replace(&mut before, at))).collect();
        Ok(Self {
            busy,
            wall,
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

fn sorted(times: impl Iterator<Item = Duration>) -> Vec<Duration> {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    times
}

/// Processor time of this thread: what else runs on the machine hardly enters.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1_000.0
}
