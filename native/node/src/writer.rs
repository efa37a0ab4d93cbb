//! An index open for changes as a JavaScript object: rows come and go, and every call is one commit or none.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use attribution::{BuildOptions as EngineOptions, Error, Result, Watch, Writer};
use napi::bindgen_prelude::{AsyncTask, Utf16String};
use napi_derive::napi;

use crate::build::{BuildOptions, OnProgress, RowSource, Take, add_rows, watched};
use crate::result::IndexInfo;
use crate::task::{Cancellation, Job, flag_of, run};
use crate::text::decode_all;

/// Opens an index for changes. Another writer, of this process or of another one, is refused until `close`.
#[napi(ts_return_type = "Promise<NativeWriter>")]
pub fn open_writer(
    folder: String,
    options: Option<BuildOptions>,
    cancellation: Option<&Cancellation>,
) -> AsyncTask<Job<NativeWriter>> {
    let flag = flag_of(cancellation);
    run(move || {
        let folder = PathBuf::from(folder);
        let options: EngineOptions = options.unwrap_or_default().into();
        let writer = Writer::open_watched(&folder, &options, Watch::default().cancelled_by(&flag))?;
        let state = State { folder, options, writer: Some(writer), is_closed: false };
        Ok(NativeWriter { state: Arc::new(Mutex::new(state)) })
    })
}

/// An index open for changes, until `close`. Calls are carried out one after the other.
#[napi]
pub struct NativeWriter {
    state: Arc<Mutex<State>>,
}

#[napi]
impl NativeWriter {
    /// Adds rows behind those that stand: all of them or, where one is refused, none.
    #[napi(ts_return_type = "Promise<IndexInfo>")]
    pub fn add(
        &self,
        source: RowSource,
        cancellation: Option<&Cancellation>,
        #[napi(ts_arg_type = "((progress: BuildProgress) => void) | undefined | null")] on_progress: Option<
            OnProgress,
        >,
    ) -> AsyncTask<Job<IndexInfo>> {
        let flag = flag_of(cancellation);
        self.change(cancellation, on_progress, move |writer, watch| {
            let added = add_rows(&mut Staging { writer: &mut *writer, watch }, source, &flag);
            watch.check()?;
            added?;
            writer.commit().map(drop)
        })
    }

    /// Removes rows by their ids: all of them or, where one is not there, none. Their texts leave the disk with a merge.
    #[napi(ts_return_type = "Promise<IndexInfo>")]
    pub fn remove(
        &self,
        #[napi(ts_arg_type = "Array<string>")] ids: Vec<Utf16String>,
        cancellation: Option<&Cancellation>,
    ) -> AsyncTask<Job<IndexInfo>> {
        self.change(cancellation, None, move |writer, watch| {
            watch.check()?;
            writer.remove(&decode_all(&ids, "id")?).map(drop)
        })
    }

    /// Merges all segments into as few as their limit allows.
    #[napi(ts_return_type = "Promise<IndexInfo>")]
    pub fn merge(
        &self,
        cancellation: Option<&Cancellation>,
        #[napi(ts_arg_type = "((progress: BuildProgress) => void) | undefined | null")] on_progress: Option<
            OnProgress,
        >,
    ) -> AsyncTask<Job<IndexInfo>> {
        self.change(cancellation, on_progress, |writer, watch| writer.merge(watch))
    }

    /// Waits for what is under way and lets go of the index.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close(&self) -> AsyncTask<Job<()>> {
        let state = Arc::clone(&self.state);
        run(move || {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.is_closed = true;
            state.writer.take().map_or(Ok(()), Writer::close)
        })
    }

    fn change(
        &self,
        cancellation: Option<&Cancellation>,
        on_progress: Option<OnProgress>,
        work: impl FnOnce(&mut Writer, Watch<'_>) -> Result<()> + Send + 'static,
    ) -> AsyncTask<Job<IndexInfo>> {
        let (state, flag) = (Arc::clone(&self.state), flag_of(cancellation));
        run(move || {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.change(&flag, on_progress, work)
        })
    }
}

struct State {
    folder: PathBuf,
    options: EngineOptions,
    writer: Option<Writer>,
    is_closed: bool,
}

impl State {
    fn change(
        &mut self,
        flag: &AtomicBool,
        on_progress: Option<OnProgress>,
        work: impl FnOnce(&mut Writer, Watch<'_>) -> Result<()>,
    ) -> Result<IndexInfo> {
        if self.is_closed {
            return Err(Error::closed());
        }
        watched(flag, on_progress, |watch| {
            // A writer that refused something may hold a part of it: it is let go, and the next change begins with a new one.
            let mut writer = match self.writer.take() {
                Some(writer) => writer,
                None => Writer::open_watched(&self.folder, &self.options, watch)?,
            };
            work(&mut writer, watch)?;
            Ok(self.writer.insert(writer).info().into())
        })
    }
}

/// A writer that takes rows as a builder does.
struct Staging<'a> {
    writer: &'a mut Writer,
    watch: Watch<'a>,
}

impl Take for Staging<'_> {
    fn file(&mut self, path: &std::path::Path) -> Result<()> {
        self.writer.add_file(path, self.watch)
    }

    fn jsonl(&mut self, reader: impl std::io::BufRead, name: &str) -> Result<()> {
        self.writer.add_jsonl(reader, name, self.watch)
    }

    fn row(&mut self, row: &attribution::Row, name: &str, line: usize) -> Result<()> {
        self.writer.add_row(row, name, line)
    }
}
