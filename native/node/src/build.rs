//! Building an index from Node: rows from files, from bytes, or as objects.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use attribution::{BuildOptions as EngineOptions, Builder, Index, Phase, Progress, Result, Row, Watch};
use napi::Status;
use napi::bindgen_prelude::{AsyncTask, Uint8Array, Utf16String};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;

use crate::result::IndexInfo;
use crate::stdin::Stdin;
use crate::task::{Cancellation, Job, flag_of, run};
use crate::text::decode;

/// Where rows come from: files of JSONL one after the other (`-` is stdin), JSONL as bytes, or objects.
#[napi(object)]
pub struct RowSource {
    /// JSONL files; `-` is the process's stdin.
    pub paths: Option<Vec<String>>,
    /// JSONL. The bytes must not change before the promise is settled.
    pub jsonl: Option<Uint8Array>,
    /// Rows.
    pub rows: Option<Vec<SourceRow>>,
}

/// One row.
#[napi(object)]
pub struct SourceRow {
    /// Its name, unique in the index.
    #[napi(ts_type = "string")]
    pub id: Utf16String,
    /// Who is credited; a row without one is its own owner.
    #[napi(ts_type = "string")]
    pub owner: Option<Utf16String>,
    /// The text.
    #[napi(ts_type = "string")]
    pub text: Utf16String,
}

/// What a build may be told.
#[napi(object)]
#[derive(Default)]
pub struct BuildOptions {
    /// A segment is closed once it has this many tokens.
    pub segment_tokens: Option<u32>,
    /// The most memory to take, beside the program with its vocabulary: segments are closed early enough for that.
    pub memory_bytes: Option<i64>,
}

impl From<BuildOptions> for EngineOptions {
    fn from(options: BuildOptions) -> Self {
        let default = Self::default();
        let given = options.segment_tokens.map(|tokens| tokens as usize);
        let memory_bytes = options.memory_bytes.map(|bytes| usize::try_from(bytes).unwrap_or(0));
        Self { segment_tokens: given.unwrap_or(default.segment_tokens), memory_bytes, ..default }
    }
}

/// How far a build has come.
#[napi(object)]
pub struct BuildProgress {
    /// `rows`, `segments` or `counts`.
    pub phase: String,
    /// Rows or segments done.
    pub done: i64,
    /// Of how many, where that is known.
    pub total: Option<i64>,
}

pub(crate) type OnProgress = ThreadsafeFunction<BuildProgress, (), BuildProgress, Status, false, true>;

/// Builds an index. The folder must not exist or be empty; it appears whole or not at all.
#[napi(ts_return_type = "Promise<IndexInfo>")]
pub fn build_index(
    folder: String,
    source: RowSource,
    options: Option<BuildOptions>,
    cancellation: Option<&Cancellation>,
    #[napi(ts_arg_type = "((progress: BuildProgress) => void) | undefined | null")] on_progress: Option<
        OnProgress,
    >,
) -> AsyncTask<Job<IndexInfo>> {
    let flag = flag_of(cancellation);
    run(move || {
        let (folder, options) = (PathBuf::from(folder), options.unwrap_or_default().into());
        watched(&flag, on_progress, |watch| {
            let mut builder = Builder::begin(&folder, &options, watch)?;
            // Stdin that was given up looks like one that ended: that it was not, the watch knows.
            let added = add_rows(&mut builder, source, &flag);
            watch.check()?;
            added?;
            builder.finish()
        })?;
        Ok(Index::open(&folder)?.info().into())
    })
}

/// Whoever takes rows: a builder, or a writer.
pub(crate) trait Take {
    fn file(&mut self, path: &Path) -> Result<()>;
    fn jsonl(&mut self, reader: impl BufRead, name: &str) -> Result<()>;
    fn row(&mut self, row: &Row, name: &str, line: usize) -> Result<()>;
}

impl Take for Builder<'_> {
    fn file(&mut self, path: &Path) -> Result<()> {
        self.add_file(path)
    }

    fn jsonl(&mut self, reader: impl BufRead, name: &str) -> Result<()> {
        self.add_jsonl(reader, name)
    }

    fn row(&mut self, row: &Row, name: &str, line: usize) -> Result<()> {
        self.add_row(row, name, line)
    }
}

pub(crate) fn add_rows(taker: &mut impl Take, source: RowSource, stopped: &Arc<AtomicBool>) -> Result<()> {
    for path in source.paths.unwrap_or_default() {
        match path.as_str() {
            "-" => {
                let stdin = Stdin { stopped: Arc::clone(stopped) };
                taker.jsonl(BufReader::with_capacity(1 << 18, stdin), "stdin")?;
            }
            path => taker.file(Path::new(path))?,
        }
    }
    if let Some(jsonl) = source.jsonl {
        taker.jsonl(&jsonl[..], "the rows")?;
    }
    for (line, row) in (1..).zip(source.rows.unwrap_or_default()) {
        let field = |text: &Utf16String, name: &str| decode(text, &format!("the {name} of row {line}"));
        let owner = row.owner.as_ref().map(|owner| field(owner, "owner")).transpose()?;
        let row = Row { id: field(&row.id, "id")?, owner, text: field(&row.text, "text")?, metadata: None };
        taker.row(&row, "the rows", line)?;
    }
    Ok(())
}

/// Does work that a caller watches, and may end.
pub(crate) fn watched<T>(
    flag: &AtomicBool,
    on_progress: Option<OnProgress>,
    work: impl FnOnce(Watch<'_>) -> Result<T>,
) -> Result<T> {
    let reporter = Reporter { call: on_progress, last: Mutex::new(None) };
    let report = |progress| reporter.report(progress);
    work(Watch::default().cancelled_by(flag).reporting_to(&report))
}

/// Calls back at most ten times a second and phase: a queue of calls that nobody can show would only grow.
struct Reporter {
    call: Option<OnProgress>,
    last: Mutex<Option<(Phase, Instant)>>,
}

impl Reporter {
    fn report(&self, progress: Progress) {
        let Some(call) = &self.call else { return };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = |(phase, at): &(Phase, Instant)| {
            *phase == progress.phase && at.elapsed() < Duration::from_millis(100)
        };
        if last.as_ref().is_some_and(quiet) {
            return;
        }
        *last = Some((progress.phase, Instant::now()));
        let phase = match progress.phase {
            Phase::Rows => "rows",
            Phase::Segments => "segments",
            Phase::Counts => "counts",
        };
        let total = progress.total.map(|total| total as i64);
        let progress = BuildProgress { phase: phase.into(), done: progress.done as i64, total };
        call.call(progress, ThreadsafeFunctionCallMode::NonBlocking);
    }
}
