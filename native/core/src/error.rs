//! The one error of this crate: opaque outside, with a stable code for each thing that can go wrong.

use std::path::{Path, PathBuf};

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an index could not be built, opened or asked.
///
/// The kind is private so that it can grow; [`Error::code`] is what programs compare.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    kind: Box<Kind>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("{folder} is no index: it has no manifest.json")]
    NotAnIndex { folder: String },
    #[error("the index file {file} is damaged: {reason}")]
    Damaged { file: String, reason: String },
    #[error("{count} files of the index are damaged or can't be read: {reasons}")]
    DamagedFiles { count: usize, reasons: String },
    #[error("the index {folder} can't be read by this engine: {reason}")]
    Unsupported { folder: String, reason: String },
    #[error("{folder} exists already and is not an empty folder")]
    Exists { folder: String },
    #[error("{source_name}, line {line}: {reason}")]
    BadRow { source_name: String, line: usize, reason: String },
    #[error("{file}, document {document}: {reason}")]
    BadDocument { file: String, document: u64, reason: String },
    #[error("{file} can't be read: {cause}")]
    Unreadable { file: String, cause: std::io::Error },
    #[error("{file} can't be written: {cause}")]
    Unwritable { file: String, cause: std::io::Error },
    #[error("what was committed stands; merging behind it failed: {why}")]
    Unmerged { why: Error },
    #[error("the text has {bytes} bytes or more; the limit is {limit}")]
    TextTooLarge { bytes: usize, limit: usize },
    #[error("{reason}")]
    NotUnicode { reason: String },
    #[error("{name} is {value}; it must be {range}")]
    BadParameter { name: &'static str, value: String, range: String },
    #[error("the gradient store's file {file} can't be used: {reason}")]
    BadGradients { file: String, reason: String },
    #[error("row {position} of the list can't be taken: {reason}")]
    BadListing { position: usize, reason: String },
    #[error("another process is writing {folder}")]
    Locked { folder: String },
    #[error("the index has no row with the id {id:?}")]
    UnknownRow { id: String },
    #[error("the index or gradient store is closed")]
    Closed,
    #[error("stopped on request")]
    Cancelled,
    #[error("the engine failed: {reason}")]
    Internal { reason: String },
}

impl Error {
    /// The stable code, as docs/errors.md lists it. Cancellation is no failure and has the code `ABORT_ERR`.
    pub fn code(&self) -> &'static str {
        match &*self.kind {
            Kind::NotAnIndex { .. } => "HW501",
            Kind::Damaged { .. } | Kind::DamagedFiles { .. } => "HW502",
            Kind::Unsupported { .. } => "HW503",
            Kind::Exists { .. } => "HW504",
            Kind::BadRow { .. } | Kind::BadDocument { .. } => "HW505",
            Kind::Unreadable { .. } => "HW506",
            Kind::Unwritable { .. } => "HW507",
            Kind::Unmerged { why } => why.code(),
            Kind::TextTooLarge { .. } => "HW508",
            Kind::NotUnicode { .. } => "HW509",
            Kind::BadParameter { .. } => "HW510",
            Kind::Locked { .. } => "HW511",
            Kind::Closed => "HW512",
            Kind::UnknownRow { .. } => "HW515",
            Kind::Cancelled => "ABORT_ERR",
            Kind::Internal { .. } => "HW519",
            Kind::BadGradients { .. } => "HW530",
            Kind::BadListing { .. } => "HW531",
        }
    }

    /// A text that arrived in a form that is no Unicode text, for the borders that receive one.
    pub fn not_unicode(reason: impl Into<String>) -> Self {
        Kind::NotUnicode { reason: reason.into() }.into()
    }

    /// A fault of the engine itself, for the borders that catch panics.
    pub fn internal(reason: impl Into<String>) -> Self {
        Kind::Internal { reason: reason.into() }.into()
    }

    /// A parameter out of its range, for the borders that convert numbers.
    pub fn bad_parameter(name: &'static str, value: impl ToString, range: impl Into<String>) -> Self {
        Kind::BadParameter { name, value: value.to_string(), range: range.into() }.into()
    }

    /// A text above its limit, for the borders that need not convert it to know.
    pub fn text_too_large(bytes: usize, limit: usize) -> Self {
        Kind::TextTooLarge { bytes, limit }.into()
    }

    /// An index that was closed before it was asked.
    pub fn closed() -> Self {
        Kind::Closed.into()
    }

    /// Several damaged files as one error.
    pub(crate) fn several(found: &[Self]) -> Self {
        let reasons: Vec<String> = found.iter().map(Self::to_string).collect();
        Kind::DamagedFiles { count: found.len(), reasons: reasons.join("; ") }.into()
    }

    pub(crate) fn bad_gradients(path: &Path, reason: impl Into<String>) -> Self {
        Kind::BadGradients { file: path.display().to_string(), reason: reason.into() }.into()
    }

    pub(crate) fn bad_listing(position: usize, reason: impl Into<String>) -> Self {
        Kind::BadListing { position, reason: reason.into() }.into()
    }

    pub(crate) fn damaged(file: &str, reason: impl Into<String>) -> Self {
        Kind::Damaged { file: file.to_owned(), reason: reason.into() }.into()
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self { kind: Box::new(kind) }
    }
}

/// The errors of reading `path`, with the path in them.
pub(crate) fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let file = path.display().to_string();
    move |cause| Kind::Unreadable { file, cause }.into()
}

/// The errors of writing `path`, with the path in them.
pub(crate) fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let file: PathBuf = path.to_owned();
    move |cause| Kind::Unwritable { file: file.display().to_string(), cause }.into()
}
