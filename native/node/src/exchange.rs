//! infini-gram's indexes from Node: into ours and out of them.

use std::path::PathBuf;

use attribution::{ImportOptions as EngineOptions, Index, NameFields, import_infini_gram};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

use crate::build::{BuildOptions, OnProgress, watched};
use crate::result::IndexInfo;
use crate::task::{Cancellation, Job, flag_of, run};

/// What an import may be told.
#[napi(object)]
#[derive(Default)]
pub struct ImportOptions {
    /// The field of a metadata line that has the id, or a path of fields with dots between them.
    pub id_field: Option<String>,
    /// The field or path that has the owner.
    pub owner_field: Option<String>,
    /// A `tokenizer.json`, where the tokens are neither bytes nor of `cl100k_base`.
    pub vocabulary: Option<String>,
    /// A segment is closed once it has this many tokens.
    pub segment_tokens: Option<u32>,
    /// The most memory to take, beside the program with its vocabulary.
    pub memory_bytes: Option<i64>,
}

/// Builds an index from one of infini-gram, version 4. The folder must not exist or be empty; it appears whole or not at all.
#[napi(ts_return_type = "Promise<IndexInfo>")]
pub fn import_index(
    from: String,
    folder: String,
    options: Option<ImportOptions>,
    cancellation: Option<&Cancellation>,
    #[napi(ts_arg_type = "((progress: BuildProgress) => void) | undefined | null")] on_progress: Option<
        OnProgress,
    >,
) -> AsyncTask<Job<IndexInfo>> {
    let flag = flag_of(cancellation);
    run(move || {
        let given = options.unwrap_or_default();
        let options = EngineOptions {
            build: BuildOptions { segment_tokens: given.segment_tokens, memory_bytes: given.memory_bytes }
                .into(),
            names: NameFields { id: given.id_field, owner: given.owner_field },
            vocabulary: given.vocabulary.map(PathBuf::from),
        };
        let (from, folder) = (PathBuf::from(from), PathBuf::from(folder));
        watched(&flag, on_progress, |watch| import_infini_gram(&from, &folder, &options, watch))?;
        Ok(Index::open(&folder)?.info().into())
    })
}

/// Writes the rows of an index as one shard of infini-gram's version 4. The folder `to` must not exist or be empty.
#[napi(ts_return_type = "Promise<IndexInfo>")]
pub fn export_index(
    folder: String,
    to: String,
    cancellation: Option<&Cancellation>,
    #[napi(ts_arg_type = "((progress: BuildProgress) => void) | undefined | null")] on_progress: Option<
        OnProgress,
    >,
) -> AsyncTask<Job<IndexInfo>> {
    let flag = flag_of(cancellation);
    run(move || {
        let index = Index::open(&PathBuf::from(folder))?;
        watched(&flag, on_progress, |watch| index.export_infini_gram(&PathBuf::from(to), watch))?;
        Ok(index.info().into())
    })
}
