//! Who a foreign document is and whose: its names are looked for in the line of JSON that stands beside it.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::text::row::Row;

/// Where the names of rows stand in a line of metadata.
#[derive(Debug, Clone, Default)]
pub struct NameFields {
    /// A field, or a path of fields with dots between them, that every line has; by default `id`, or else `path#linenum`.
    pub id: Option<String>,
    /// A field or a path as above; by default `owner`. Rows without one are their own owners.
    pub owner: Option<String>,
}

type Object<'m> = BTreeMap<String, &'m RawValue>;

impl NameFields {
    /// A row without its text. `place` names a document that no line names.
    pub(crate) fn row(&self, line: Option<&[u8]>, place: String) -> Result<Row, String> {
        let Some(line) = line else {
            return match &self.id {
                Some(path) => Err(format!("there is no metadata with a field {path}")),
                None => Ok(Row { id: place, owner: None, text: String::new(), metadata: None }),
            };
        };
        let mut fields: Object<'_> =
            serde_json::from_slice(line).map_err(|_| "its metadata is no JSON object".to_owned())?;
        let id = match &self.id {
            Some(path) => find(&fields, path)?.ok_or_else(|| format!("its metadata has no field {path}"))?,
            None => default_id(&fields)?.unwrap_or(place),
        };
        let owner = find(&fields, self.owner.as_deref().unwrap_or("owner"))?;
        for (path, default) in [(&self.id, "id"), (&self.owner, "owner")] {
            fields.remove(path.as_deref().unwrap_or(default));
        }
        Ok(Row { id, owner, text: String::new(), metadata: rest(&fields)? })
    }
}

/// What the stock engine writes says where a document was read: the file, and the line from 0.
fn default_id(fields: &Object<'_>) -> Result<Option<String>, String> {
    if let Some(id) = find(fields, "id")? {
        return Ok(Some(id));
    }
    let (path, line) = (find(fields, "path")?, find(fields, "linenum")?);
    Ok(path.zip(line).map(|(path, line)| format!("{path}#{line}")))
}

/// A string or a number, or nothing.
fn find(fields: &Object<'_>, path: &str) -> Result<Option<String>, String> {
    let (name, deeper) = path.split_once('.').map_or((path, None), |(name, deeper)| (name, Some(deeper)));
    let raw = match (fields.get(path), fields.get(name)) {
        (Some(raw), _) => raw,
        (None, Some(raw)) if deeper.is_some() => {
            let inner: Result<Object<'_>, _> = serde_json::from_str(raw.get());
            return inner.map_or(Ok(None), |inner| find(&inner, deeper.unwrap_or_default()));
        }
        _ => return Ok(None),
    };
    match raw.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(raw.get())
            .map(Some)
            .map_err(|_| format!("the field {path} of its metadata is no well-formed Unicode")),
        Some(b'-' | b'0'..=b'9') => Ok(Some(raw.get().to_owned())),
        Some(b'n') => Ok(None),
        _ => Err(format!("the field {path} of its metadata is no string and no number")),
    }
}

/// What came with a row of ours stands alone under `metadata`; of other lines everything that is no name is kept.
fn rest(fields: &Object<'_>) -> Result<Option<String>, String> {
    if fields.is_empty() {
        return Ok(None);
    }
    match fields.get("metadata") {
        Some(raw) if fields.len() == 1 => Ok(Some(raw.get().to_owned())),
        _ => serde_json::to_string(fields).map(Some).map_err(|fault| fault.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(
        line: &str,
        id: Option<&str>,
        owner: Option<&str>,
    ) -> Result<(String, Option<String>, Option<String>), String> {
        let fields = NameFields { id: id.map(str::to_owned), owner: owner.map(str::to_owned) };
        fields.row(Some(line.as_bytes()), "0.1".into()).map(|row| (row.id, row.owner, row.metadata))
    }

    #[test]
    fn names_are_found_where_they_stand() {
        let ours = r#"{"id":"a","owner":"Ada","metadata":{"page":7}}"#;
        let theirs = r#"{"path":"b.jsonl","linenum":3,"metadata":{"author":{"name":"Ben"},"n":12}}"#;
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(named(ours, None, None), Ok(("a".into(), some("Ada"), some(r#"{"page":7}"#))));
        assert_eq!(
            named(theirs, None, Some("metadata.author.name")).map(|row| (row.0, row.1)),
            Ok(("b.jsonl#3".into(), some("Ben")))
        );
        assert_eq!(named(theirs, Some("metadata.n"), None).map(|row| row.0), Ok("12".into()));
        assert_eq!(named("{}", None, None), Ok(("0.1".into(), None, None)));
        assert!(named(theirs, Some("metadata.x"), None).is_err());
        assert!(named(theirs, None, Some("metadata.author")).is_err());
        assert!(named("[]", None, None).is_err());
    }
}
