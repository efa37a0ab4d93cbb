//! Which data points explain a text: exact passages, their owners, and the split of the credit by `suffix-array/1`.
//!
//! An index is a folder, built once from rows and then read by any number of processes:
//!
//! ```
//! use attribution::{BuildOptions, Builder, Index, Parameters, Row, Watch};
//!
//! let home = tempfile::tempdir()?;
//! let folder = home.path().join("index");
//! let text = "The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.";
//! let row = Row { id: "row 1".into(), owner: Some("Ada".into()), text: text.into(), metadata: None };
//! let mut builder = Builder::begin(&folder, &BuildOptions::default(), Watch::default())?;
//! builder.add_row(&row, "rows", 1)?;
//! builder.finish()?;
//!
//! let index = Index::open(&folder)?;
//! let answer = index.attribute(text, &Parameters::default(), Watch::default())?;
//! assert_eq!(answer.shares[0].owner, "Ada");
//! let shares: u32 = answer.shares.iter().map(|share| share.share_ppb).sum();
//! assert_eq!(shares + answer.unattributed_ppb, 1_000_000_000);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod build;
mod columns;
mod credit;
mod error;
mod evidence;
mod exchange;
mod files;
mod gradients;
mod index;
#[doc(hidden)]
pub mod measured;
mod parameters;
mod ppb;
mod query;
mod result;
mod retrieval;
mod selection;
mod shelf;
mod store;
mod text;
mod watch;

pub use answer::MAX_OUTPUT_BYTES;
pub use build::builder::{BuildOptions, Builder};
pub use build::writer::Writer;
pub use error::{Error, Result};
pub use evidence::passages::Reason;
pub use exchange::import::{ImportOptions, import_infini_gram};
pub use exchange::names::NameFields;
pub use gradients::info::{Layer, NumberType};
pub use gradients::query::GradientQuery;
pub use gradients::score::{DAMPING, Estimator, MAX_FISHER_ROWS, Orientation, ScoreOptions, Scores};
pub use gradients::shares::{INFLUENCE_METHOD, InfluenceShares, influence_shares};
pub use gradients::store::{GradientInfo, GradientStore};
pub use index::Index;
pub use parameters::{METHOD, Parameters};
pub use result::{Attribution, DecidingWindow, Passage, Share, Source};
pub use retrieval::{MAX_RETRIEVED, RETRIEVAL_METHOD, RetrievalShares, RetrievalStatus, Retrieved};
pub use selection::Selection;
pub use store::manifest::IndexInfo;
pub use text::row::{MAX_ROW_BYTES, Row};
pub use watch::{Phase, Progress, Step, Watch};

/// The version of this engine.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
