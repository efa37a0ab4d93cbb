//! From infini-gram: the documents of all shards become rows, and an index of ours is built from them as from any others.

use std::fs;
use std::path::{Path, PathBuf};

use super::documents::{Document, Documents, refused};
use super::names::NameFields;
use super::vocabulary::Vocabulary;
use crate::build::builder::{BuildOptions, Builder};
use crate::error::{Kind, Result, unreadable};
use crate::watch::Watch;

/// What an import may be told.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// How the index is built.
    pub build: BuildOptions,
    /// Where the names of rows stand.
    pub names: NameFields,
    /// A `tokenizer.json`, where the tokens are neither bytes nor of `cl100k_base`.
    pub vocabulary: Option<PathBuf>,
}

/// Builds an index at `folder` from an infini-gram index of version 4. Documents come shard by shard, in the order of each; a document is
/// refused, and everything with it, when its tokens are not those of its text. Streams: the memory is that of a build.
///
/// # Errors
/// `from` is no such index, its tokenizer is unknown, its files contradict each other, or a document can't be a row: shard, number and
/// reason are given. As [`Builder`] for the rest.
pub fn import_infini_gram(
    from: &Path,
    folder: &Path,
    options: &ImportOptions,
    watch: Watch<'_>,
) -> Result<()> {
    let named = options.vocabulary.as_deref().map(Vocabulary::read).transpose()?;
    let shards = find_shards(from)?;
    let mut builder = Builder::begin(folder, &options.build, watch)?;
    for shard in shards {
        let mut documents = Documents::open(from, shard)?;
        let own = Vocabulary::of_width(documents.token_bytes());
        let vocabulary = match (&named, &own) {
            (Some(vocabulary), _) | (None, Ok(vocabulary)) => vocabulary,
            (None, Err(reason)) => return Err(unsupported(from, reason)),
        };
        let mut document = Document::default();
        while documents.next(&mut document)? {
            let refuse = |reason: String| refused(shard, document.number, reason);
            let place = format!("{shard}.{}", document.number);
            let mut row = options.names.row(document.metadata.as_deref(), place).map_err(refuse)?;
            row.text = vocabulary.decode(&document.tokens, documents.token_bytes()).map_err(refuse)?;
            builder.add_row(&row, &format!("metadata.{shard}"), document.number as usize)?;
        }
    }
    builder.finish()
}

/// The numbers of the shards, rising.
fn find_shards(folder: &Path) -> Result<Vec<u32>> {
    let mut shards = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let name = entry.map_err(unreadable(folder))?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("tokenized."));
        shards.extend(number.and_then(|number| number.parse::<u32>().ok()));
    }
    if shards.is_empty() {
        return Err(unsupported(folder, "it has no tokenized.0, so it is none of infini-gram's"));
    }
    shards.sort_unstable();
    Ok(shards)
}

fn unsupported(folder: &Path, reason: &str) -> crate::error::Error {
    Kind::Unsupported { folder: folder.display().to_string(), reason: reason.into() }.into()
}
