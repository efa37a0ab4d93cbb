//! What the fuzz targets share: an index in a folder, edits that bytes stand for, and files whose checksums are made right again.

/// An index whose files are altered one at a time.
pub mod altered;
/// What bytes stand for.
pub mod bytes;
/// What the altered index and the asked ones are made of.
pub mod seed;
