//! The documents of one infini-gram shard, one after the other. Nothing of the shard is trusted: a document is handed on only when the
//! files agree on where it stands.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;

use crate::columns::pointers::pointer_bytes;
use crate::error::{Error, Kind, Result, unreadable};
use crate::text::row::{MAX_METADATA_BYTES, MAX_NAME_BYTES, MAX_ROW_BYTES};

/// The widest token: four bytes.
const MAX_TOKEN_BYTES: usize = 4;
/// No text of the largest size has more tokens than bytes.
const MAX_DOCUMENT_BYTES: u64 = ((MAX_ROW_BYTES + 1) * MAX_TOKEN_BYTES) as u64;
/// A line with the largest names and fields, every character escaped.
const MAX_METADATA_LINE_BYTES: u64 = (6 * (2 * MAX_NAME_BYTES + MAX_METADATA_BYTES)) as u64;

/// A shard, open for one walk over its documents.
pub(crate) struct Documents {
    shard: u32,
    token_bytes: usize,
    documents: u64,
    tokens: Cut,
    metadata: Option<Cut>,
}

/// What a shard says of one document.
#[derive(Default)]
pub(crate) struct Document {
    /// Its number in the shard, from 1.
    pub(crate) number: u64,
    /// Its tokens as they lie, without the separator.
    pub(crate) tokens: Vec<u8>,
    /// Its line of JSON, where the shard has any.
    pub(crate) metadata: Option<Vec<u8>>,
}

impl Documents {
    /// # Errors
    /// A file is missing or can't be read, or the sizes of the files contradict each other.
    pub(crate) fn open(folder: &Path, shard: u32) -> Result<Self> {
        let tokens = Cut::open(folder, shard, ("tokenized", "offset"), MAX_DOCUMENT_BYTES)?;
        let table = size_of_file(folder, &format!("table.{shard}"))?;
        let token_bytes = token_bytes(tokens.size, table).ok_or_else(|| {
            let reason =
                "its size is that of no suffix array over the token file, whatever the tokens' width";
            Error::damaged(&format!("table.{shard}"), reason)
        })?;
        let metadata = match folder.join(format!("metadata.{shard}")).exists() {
            true => Some(Cut::open(folder, shard, ("metadata", "metaoff"), MAX_METADATA_LINE_BYTES)?),
            false => None,
        };
        let documents = tokens.parts;
        if metadata.as_ref().is_some_and(|lines| lines.parts != documents) {
            let reason = format!("it has another number of entries than offset.{shard}");
            return Err(Error::damaged(&format!("metaoff.{shard}"), reason));
        }
        Ok(Self { shard, token_bytes, documents, tokens, metadata })
    }

    /// Bytes of a token.
    pub(crate) fn token_bytes(&self) -> usize {
        self.token_bytes
    }

    /// The next document, if there is one.
    ///
    /// # Errors
    /// The files end early or contradict each other, or the document is larger than a row may be.
    pub(crate) fn next(&mut self, document: &mut Document) -> Result<bool> {
        if document.number == self.documents {
            return Ok(false);
        }
        document.number += 1;
        let refuse = |reason: String| refused(self.shard, document.number, reason);
        self.tokens.read(&mut document.tokens)?.map_err(refuse)?;
        let width = self.token_bytes;
        if document.tokens.len() < width || document.tokens[..width].iter().any(|byte| *byte != 0xFF) {
            return Err(refuse("it does not begin with a separator".into()));
        }
        document.tokens.drain(..width);
        if !document.tokens.len().is_multiple_of(width) {
            return Err(refuse(format!("its length is no whole number of tokens of {width} bytes")));
        }
        if let Some(lines) = &mut self.metadata {
            lines.read(document.metadata.get_or_insert_default())?.map_err(refuse)?;
        }
        Ok(true)
    }
}

/// The refusal of a document, for all who look at one.
pub(crate) fn refused(shard: u32, document: u64, reason: String) -> Error {
    Kind::BadDocument { file: format!("tokenized.{shard}"), document, reason }.into()
}

/// A file that another one cuts into parts by their first bytes.
struct Cut {
    name: String,
    offsets_name: String,
    content: BufReader<File>,
    offsets: BufReader<File>,
    size: u64,
    parts: u64,
    /// Parts read, and where the next one begins.
    read: u64,
    start: u64,
    max_bytes: u64,
}

impl Cut {
    fn open(folder: &Path, shard: u32, names: (&str, &str), max_bytes: u64) -> Result<Self> {
        let [name, offsets_name] = [names.0, names.1].map(|what| format!("{what}.{shard}"));
        let open = |name: &str| -> Result<BufReader<File>> {
            let path = folder.join(name);
            let file = File::open(&path).map_err(unreadable(&path))?;
            Ok(BufReader::with_capacity(1 << 18, file))
        };
        let parts = size_of_file(folder, &offsets_name)?;
        if !parts.is_multiple_of(8) {
            return Err(Error::damaged(&offsets_name, "its size is no whole number of 64-bit numbers"));
        }
        let size = size_of_file(folder, &name)?;
        let (content, mut offsets) = (open(&name)?, open(&offsets_name)?);
        let start = if parts > 0 { read_number(&mut offsets, &offsets_name)? } else { 0 };
        if start != 0 || (parts == 0 && size > 0) {
            return Err(Error::damaged(&offsets_name, "its first entry is not 0"));
        }
        Ok(Self { name, offsets_name, content, offsets, size, parts: parts / 8, read: 0, start, max_bytes })
    }

    /// Reads the next part, or says why it is none that can be taken.
    fn read(&mut self, part: &mut Vec<u8>) -> Result<std::result::Result<(), String>> {
        self.read += 1;
        let end = match self.read < self.parts {
            true => read_number(&mut self.offsets, &self.offsets_name)?,
            false => self.size,
        };
        let bytes = end.checked_sub(self.start).filter(|_| end <= self.size);
        let bytes = bytes.ok_or_else(|| {
            Error::damaged(&self.offsets_name, format!("entry {} is not in its order", self.read + 1))
        })?;
        if bytes > self.max_bytes {
            let (name, limit) = (&self.name, self.max_bytes);
            return Ok(Err(format!("it has {bytes} bytes in {name}; the limit is {limit}")));
        }
        part.resize(bytes as usize, 0);
        self.content.read_exact(part).map_err(|cause| Kind::Unreadable { file: self.name.clone(), cause })?;
        self.start = end;
        Ok(Ok(()))
    }
}

fn read_number(reader: &mut impl Read, name: &str) -> Result<u64> {
    let mut bytes = [0; 8];
    reader
        .read_exact(&mut bytes)
        .map_err(|cause| Error::from(Kind::Unreadable { file: name.to_owned(), cause }))?;
    Ok(u64::from_le_bytes(bytes))
}

fn size_of_file(folder: &Path, name: &str) -> Result<u64> {
    let path = folder.join(name);
    Ok(fs::metadata(&path).map_err(unreadable(&path))?.len())
}

/// The width of the tokens, which no file states: only one makes the suffix array as long as it is.
fn token_bytes(size: u64, table: u64) -> Option<usize> {
    let widths = [4, 2, 1];
    widths.into_iter().find(|width| {
        size.is_multiple_of(*width as u64)
            && table == size / *width as u64 * pointer_bytes(size as usize) as u64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_follows_from_the_sizes() {
        for width in [1_u64, 2, 4] {
            for tokens in [1_u64, 3, 64, 65, 16_384, 16_385, 5_000_000] {
                let size = tokens * width;
                let table = tokens * pointer_bytes(size as usize) as u64;
                assert_eq!(
                    token_bytes(size, table),
                    Some(width as usize),
                    "{tokens} tokens of {width} bytes"
                );
                assert_ne!(token_bytes(size, table + 1), Some(width as usize));
            }
        }
    }
}
