//! An open index as a JavaScript object.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock};

use attribution::{Attribution, Error, Index, MAX_RETRIEVED, Parameters, Result, Watch};
use napi::bindgen_prelude::{AsyncTask, Object};
use napi::{Env, JsString};
use napi_derive::napi;

use crate::build::{OnProgress, watched};
use crate::error::to_js;
use crate::packed::PackedAttribution;
use crate::result::IndexInfo;
use crate::retrieval::{RetrievalShares, RetrievedRow, split};
use crate::selection::{NativeSelection, RowChoice};
use crate::task::{Cancellation, Job, flag_of, promise, run};
use crate::text::decode;

/// The longest text that can be attributed, in bytes of UTF-8.
#[napi]
pub const MAX_OUTPUT_BYTES: u32 = attribution::MAX_OUTPUT_BYTES as u32;

/// What an attribution may be told; what is left out has its default.
#[napi(object)]
#[derive(Default)]
pub struct AttributeOptions {
    /// Above 0 and at most 1; 0.01 by default.
    pub alpha: Option<f64>,
    /// Above 0; 10 by default.
    pub mu: Option<f64>,
    /// From 1; 32 by default.
    pub max_owners: Option<u32>,
    /// From 2; 4 by default.
    pub min_tokens: Option<u32>,
    /// How many sources a passage lists: 1 to 1000, 10 by default.
    pub max_sources: Option<u32>,
    /// How many passages are shown: up to 10000, 200 by default.
    pub max_passages: Option<u32>,
}

impl From<AttributeOptions> for Parameters {
    fn from(options: AttributeOptions) -> Self {
        let default = Self::default();
        let whole = |given: Option<u32>, default: usize| given.map_or(default, |given| given as usize);
        Self {
            alpha: options.alpha.unwrap_or(default.alpha),
            mu: options.mu.unwrap_or(default.mu),
            max_owners: whole(options.max_owners, default.max_owners),
            min_tokens: whole(options.min_tokens, default.min_tokens),
            max_sources: whole(options.max_sources, default.max_sources),
            max_passages: whole(options.max_passages, default.max_passages),
        }
    }
}

/// What an attribution is asked, before it is looked at.
pub(crate) struct Question<'env> {
    pub(crate) text: JsString<'env>,
    pub(crate) options: Option<AttributeOptions>,
    pub(crate) flag: Arc<AtomicBool>,
}

impl Question<'_> {
    /// A promise of the answer.
    pub(crate) fn ask<'env>(
        self,
        env: &'env Env,
        answer: impl FnOnce(&str, &Parameters, Watch<'_>) -> Result<Attribution> + Send + 'static,
    ) -> napi::Result<Object<'env>> {
        // No text of so many units is short enough in bytes: it is refused before it is copied.
        let units = self.text.utf16_len()?;
        if units > attribution::MAX_OUTPUT_BYTES {
            return Err(to_js(*env, &Error::text_too_large(units, attribution::MAX_OUTPUT_BYTES)));
        }
        // What Node copied ends with a zero.
        let text = self.text.into_utf16()?.as_slice()[..units].to_vec();
        let Self { options, flag, .. } = self;
        promise(env, move || {
            let watch = Watch::default().cancelled_by(&flag);
            // It may have waited long.
            watch.check()?;
            let text = decode(&text, "the output")?;
            let parameters = options.unwrap_or_default().into();
            answer(&text, &parameters, watch).map(PackedAttribution::from)
        })
    }
}

/// Opens the index in a folder. The lengths of its files are compared now, their content block by block before its first use. While it is open nobody may
/// cut a file of it short or write into one: the system ends a process that reads what is no longer there (SIGBUS). Changing it by a writer is safe.
#[napi(ts_return_type = "Promise<NativeIndex>")]
pub fn open_index(folder: String) -> AsyncTask<Job<NativeIndex>> {
    run(move || {
        let index = Index::open(&PathBuf::from(folder))?;
        Ok(NativeIndex { index: Arc::new(RwLock::new(Some(Arc::new(index)))) })
    })
}

/// Says what an index holds.
#[napi(ts_return_type = "Promise<IndexInfo>")]
pub fn index_info(folder: String) -> AsyncTask<Job<IndexInfo>> {
    run(move || Ok(Index::open(&PathBuf::from(folder))?.info().into()))
}

/// Checks every file of an index, names all that are bad, and says what it holds.
#[napi(ts_return_type = "Promise<IndexInfo>")]
pub fn verify_index(
    folder: String,
    cancellation: Option<&Cancellation>,
    #[napi(ts_arg_type = "((progress: BuildProgress) => void) | undefined | null")] on_progress: Option<
        OnProgress,
    >,
) -> AsyncTask<Job<IndexInfo>> {
    let flag = flag_of(cancellation);
    run(move || {
        let folder = PathBuf::from(folder);
        watched(&flag, on_progress, |watch| Index::verify(&folder, watch)).map(IndexInfo::from)
    })
}

/// An index, open until `close`.
#[napi]
pub struct NativeIndex {
    index: Arc<RwLock<Option<Arc<Index>>>>,
}

#[napi]
impl NativeIndex {
    /// Splits the credit for a text between the rows of the index and shows the evidence.
    #[napi(ts_return_type = "Promise<PackedAttribution>")]
    pub fn attribute<'env>(
        &self,
        env: &'env Env,
        text: JsString<'env>,
        options: Option<AttributeOptions>,
        cancellation: Option<&Cancellation>,
    ) -> napi::Result<Object<'env>> {
        let index = self.open(*env)?;
        let question = Question { text, options, flag: flag_of(cancellation) };
        question.ask(env, move |text, parameters, watch| index.attribute(text, parameters, watch))
    }

    /// Some rows as a data set of their own: answers equal those of an index of these rows alone.
    #[napi(ts_return_type = "Promise<NativeSelection>")]
    pub fn select(
        &self,
        env: Env,
        rows: RowChoice,
        cancellation: Option<&Cancellation>,
    ) -> napi::Result<AsyncTask<Job<NativeSelection>>> {
        let (index, flag) = (self.open(env)?, flag_of(cancellation));
        Ok(run(move || {
            let watch = Watch::default().cancelled_by(&flag);
            rows.of(&index, watch).map(NativeSelection::from)
        }))
    }

    /// Splits the credit between rows that were looked up, by their scores; the part of rows that are not in the index, or have another text, is unattributed.
    #[napi(ts_return_type = "Promise<RetrievalShares>")]
    pub fn retrieval_shares(
        &self,
        env: Env,
        listed: Vec<RetrievedRow>,
        cancellation: Option<&Cancellation>,
    ) -> napi::Result<AsyncTask<Job<RetrievalShares>>> {
        let index = self.open(env)?;
        if listed.len() > MAX_RETRIEVED {
            let range = format!("at most {MAX_RETRIEVED}");
            let error = Error::bad_parameter("the number of listed rows", listed.len(), range);
            return Err(to_js(env, &error));
        }
        let flag = flag_of(cancellation);
        Ok(run(move || split(&index, &listed, Watch::default().cancelled_by(&flag))))
    }

    /// Goes over to what the last commit left, opening only what is new; attributions under way end as they began. Says whether there was
    /// anything new.
    #[napi(ts_return_type = "Promise<boolean>")]
    pub fn refresh(&self, env: Env) -> napi::Result<AsyncTask<Job<bool>>> {
        let (index, place) = (self.open(env)?, Arc::clone(&self.index));
        Ok(run(move || {
            let (mut known, mut is_new) = (index, false);
            while let Some(newest) = known.refreshed()? {
                is_new = true;
                let mut place = place.write().unwrap_or_else(PoisonError::into_inner);
                // It may have been closed meanwhile.
                let Some(held) = place.as_mut() else { break };
                if Arc::ptr_eq(held, &known) {
                    *held = Arc::new(newest);
                    break;
                }
                // Another refresh was sooner, and what it found may be newer.
                let sooner = Arc::clone(held);
                // What was known may be closed here, and nobody waits for that.
                drop(place);
                known = sooner;
            }
            // Files that nobody names any more go with their last reader, which the disk takes its time for. Where no thread can be had, they go here.
            if is_new {
                let _ = std::thread::Builder::new().spawn(move || drop(known));
            }
            Ok(is_new)
        }))
    }

    /// What the index holds.
    #[napi]
    pub fn info(&self, env: Env) -> napi::Result<IndexInfo> {
        Ok(self.open(env)?.info().into())
    }

    /// Lets go of the index's files once the attributions under way have ended.
    #[napi]
    pub fn close(&self) {
        self.index.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn open(&self, env: Env) -> napi::Result<Arc<Index>> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        index.ok_or_else(|| to_js(env, &Error::closed()))
    }
}
