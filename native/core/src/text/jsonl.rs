//! Rows from JSONL: one object a line with `id`, `text` and perhaps `owner`; other fields become the row's metadata.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use serde_json::value::RawValue;

use super::row::Row;
use crate::error::{Error, Kind, Result};

/// Bytes of one line: a text of a megabyte in which every character is escaped, and what stands around it.
const MAX_LINE_BYTES: usize = 8 << 20;

/// Some editors begin every file with it; it is no part of the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads every row of `reader` and hands it on with its line number, from 1. Blank lines are skipped; the first bad line ends it.
///
/// # Errors
/// A bad row with file and line, or an unreadable file.
pub(crate) fn read_rows(
    mut reader: impl BufRead,
    name: &str,
    mut take: impl FnMut(usize, Row) -> Result<()>,
) -> Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        let refuse = |reason: String| -> Error {
            Kind::BadRow { source_name: name.to_owned(), line: number, reason }.into()
        };
        line.clear();
        let read = (&mut reader).take(MAX_LINE_BYTES as u64 + 1).read_until(b'\n', &mut line);
        match read {
            Err(cause) => return Err(Kind::Unreadable { file: name.to_owned(), cause }.into()),
            Ok(0) => return Ok(()),
            Ok(bytes) if bytes > MAX_LINE_BYTES => {
                return Err(refuse(format!("the line has more than {MAX_LINE_BYTES} bytes")));
            }
            Ok(_) => {}
        }
        let line = match number {
            1 => line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&line),
            _ => &line,
        };
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        take(number, parse_row(line).map_err(refuse)?)?;
    }
    Ok(())
}

fn parse_row(line: &[u8]) -> std::result::Result<Row, String> {
    let line =
        std::str::from_utf8(line).map_err(|fault| format!("not UTF-8 at byte {}", fault.valid_up_to()))?;
    // Nearly all are: only what is not is read once more, to say what is wrong with it.
    if let Ok(Straight(row)) = serde_json::from_str(line) {
        return Ok(row);
    }
    let mut fields: Fields<'_> = serde_json::from_str(line).map_err(|fault| explain(&fault))?;
    let id = fields.take("id")?.ok_or("the field id is missing")?;
    let text = fields.take("text")?.ok_or("the field text is missing")?;
    let owner = fields.take("owner")?;
    let metadata = match fields.0.is_empty() {
        true => None,
        false => Some(serde_json::to_string(&fields.0).map_err(|fault| fault.to_string())?),
    };
    Ok(Row { id, owner, text, metadata })
}

/// serde_json's sentence without its own line number, which would contradict the file's.
fn explain(fault: &serde_json::Error) -> String {
    let text = fault.to_string();
    let sentence = text.split(" at line ").next().unwrap_or_default();
    format!("not a JSON object: {sentence} (column {})", fault.column())
}

/// An object whose values are kept as they were written.
struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl Fields<'_> {
    fn take(&mut self, name: &str) -> std::result::Result<Option<String>, String> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(raw) if raw.get() == "null" => Ok(None),
            Some(raw) => serde_json::from_str(raw.get())
                .map(Some)
                .map_err(|_| format!("the field {name} is not a string of well-formed Unicode")),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Fields<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> serde::de::Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object with id and text")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(
        self,
        mut map: A,
    ) -> std::result::Result<Fields<'de>, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            // The last of two equal fields would win silently: which text is credited must not be a guess.
            if fields.contains_key(&name) {
                return Err(serde::de::Error::custom(format!("the field {name} stands twice")));
            }
            fields.insert(name, value);
        }
        Ok(Fields(fields))
    }
}

/// A row of which nothing is wrong, read in one pass.
struct Straight(Row);

impl<'de> serde::Deserialize<'de> for Straight {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(StraightVisitor)
    }
}

struct StraightVisitor;

impl<'de> serde::de::Visitor<'de> for StraightVisitor {
    type Value = Straight;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object with id and text")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> std::result::Result<Straight, A::Error> {
        let twice = || serde::de::Error::custom("a field stands twice");
        let (mut id, mut owner, mut text) = (None, None, None);
        let mut others: BTreeMap<String, &RawValue> = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let known: &mut Option<Option<String>> = match name.as_str() {
                "id" => &mut id,
                "owner" => &mut owner,
                "text" => &mut text,
                _ => {
                    if others.insert(name, map.next_value()?).is_some() {
                        return Err(twice());
                    }
                    continue;
                }
            };
            if known.replace(map.next_value()?).is_some() {
                return Err(twice());
            }
        }
        let missing = serde::de::Error::missing_field;
        let id = id.flatten().ok_or_else(|| missing("id"))?;
        let text = text.flatten().ok_or_else(|| missing("text"))?;
        let metadata = match others.is_empty() {
            true => None,
            false => Some(serde_json::to_string(&others).map_err(serde::de::Error::custom)?),
        };
        Ok(Straight(Row { id, owner: owner.flatten(), text, metadata }))
    }
}
