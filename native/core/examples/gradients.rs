//! How long do scores of 100,000 gradients of 4,096 numbers take, against reading their file once? One thread, whose processor time is taken; ratios within one run
//! count.
//! `cargo run --release --example gradients -- [rows] [runs] [columns]`
#![allow(unsafe_code)]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use attribution::{Estimator, GradientQuery, GradientStore, ScoreOptions, Watch};
use rustix::time::{ClockId, clock_gettime};

const LAYERS: usize = 8;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows: usize = arguments.next().map_or(Ok(100_000), |rows| rows.parse())?;
    let runs: usize = arguments.next().map_or(Ok(15), |runs| runs.parse())?;
    let columns: usize = arguments.next().map_or(Ok(4096), |columns| columns.parse())?;
    let home = tempfile::tempdir()?;
    write_store(home.path(), rows, columns)?;
    let (store, open_ms) = timed(|| GradientStore::open(home.path(), 1, Watch::default()));
    let store = store?;
    let (_, hash_ms) = timed(|| store.hash(Watch::default()));
    let file = File::open(home.path().join("gradients.bin"))?;
    // SAFETY: the file is this process's own, in a folder that nobody else knows, and is written no more.
    let map = unsafe { memmap2::Mmap::map(&file) }?;
    read_once(&map);
    let query: Vec<f32> = (0..columns).map(|at| ((at * 37 % 101) as f32 - 50.0) / 50.0).collect();
    let score = |estimator: Estimator| {
        let options = ScoreOptions { estimator, ..ScoreOptions::default() };
        store.score(GradientQuery::Numbers(&query), &options, Watch::default()).map(|scores| scores.scores[0])
    };
    let (mut reading, mut dot, mut datainf) = (vec![], vec![], vec![]);
    let (mut to_read, mut to_dot) = (vec![], vec![]);
    for _ in 0..runs {
        let (sum, read_ms) = timed(|| read_once(&map));
        std::hint::black_box(sum);
        let dot_ms = timed(|| score(Estimator::Dot)).1;
        let datainf_ms = timed(|| score(Estimator::DataInf)).1;
        reading.push(read_ms);
        dot.push(dot_ms);
        datainf.push(datainf_ms);
        to_read.push(datainf_ms / read_ms);
        to_dot.push(datainf_ms / dot_ms);
    }
    let options = ScoreOptions { by_layer: true, ..ScoreOptions::default() };
    let scores = store.score(GradientQuery::Numbers(&query), &options, Watch::default())?;
    let anonymous_mib = anonymous_mib()?;
    drop(scores);
    println!(
        r#"{{"rows":{rows},"columns":{columns},"layers":{LAYERS},"runs":{runs},"anonymousMib":{anonymous_mib:.1},"bytes":{},"openMs":{open_ms:.1},"hashMs":{hash_ms:.1},"readMs":{:.1},"dotMs":{:.1},"datainfMs":{:.1},"datainfToRead":{:.2?},"datainfToDot":{:.2?}}}"#,
        map.len(),
        median(&mut reading),
        median(&mut dot),
        median(&mut datainf),
        quartiles(&mut to_read),
        quartiles(&mut to_dot)
    );
    Ok(())
}

/// The least that reading every byte can be: eight bytes a time, added up in several chains.
fn read_once(bytes: &[u8]) -> u64 {
    let (blocks, _) = bytes.as_chunks::<128>();
    let mut sums = [0_u64; 16];
    for block in blocks {
        for (sum, word) in sums.iter_mut().zip(block.as_chunks::<8>().0) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
        }
    }
    sums.iter().fold(0, |sum, other| sum.wrapping_add(*other))
}

/// What this process holds beside mapped files, scores included.
fn anonymous_mib() -> Result<f64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

fn write_store(folder: &Path, rows: usize, columns: usize) -> std::io::Result<()> {
    let sizes: Vec<String> = (0..LAYERS).map(|at| format!("\"layer{at}\":{}", columns / LAYERS)).collect();
    let info =
        format!("{{\"num_grads\":{rows},\"grad_sizes\":{{{}}},\"base_dtype\":\"float16\"}}", sizes.join(","));
    std::fs::write(folder.join("info.json"), info)?;
    let mut file = BufWriter::with_capacity(1 << 20, File::create(folder.join("gradients.bin"))?);
    let mut state = 7_u64;
    let mut row = Vec::with_capacity(columns * 2);
    for _ in 0..rows {
        row.clear();
        for _ in 0..columns {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // A sign, an exponent of 2^-8 to 2^-1, a mantissa: a gradient's numbers in kind, without asking for a normal distribution.
            let bits = (state >> 48) as u16;
            row.extend(((bits & 0x83ff) | ((7 + (bits >> 10 & 7)) << 10)).to_le_bytes());
        }
        file.write_all(&row)?;
    }
    file.flush()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let since = thread_time();
    let given = work();
    (given, (thread_time() - since).as_secs_f64() * 1000.0)
}

fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn median(values: &mut [f64]) -> f64 {
    quartiles(values)[1]
}

fn quartiles(values: &mut [f64]) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarters| values[(values.len() - 1) * quarters / 4])
}
