//! Some rows of an index as a JavaScript object that is asked like an index.

use std::collections::HashSet;
use std::sync::Arc;

use attribution::{Error, Index, Result, Selection};
use napi::Env;
use napi::bindgen_prelude::{Object, Uint32Array, Utf16String};
use napi_derive::napi;

use crate::index::{AttributeOptions, Question};
use crate::task::{Cancellation, flag_of};

/// Which rows: by their ids, or by their places in the order of submission.
#[napi(object)]
pub struct RowChoice {
    /// The rows with these ids.
    pub ids: Option<Vec<String>>,
    /// Pairs: the first row of a range, and the one after its last. The numbers must not change before the promise is settled.
    pub ranges: Option<Uint32Array>,
}

impl RowChoice {
    pub(crate) fn of(&self, index: &Index) -> Result<Arc<Selection>> {
        if let Some(ids) = &self.ids {
            return index.select_ids(&ids.iter().map(String::as_str).collect::<HashSet<_>>());
        }
        let numbers: &[u32] = self.ranges.as_deref().unwrap_or_default();
        let (pairs, rest) = numbers.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(Error::bad_parameter("ranges", numbers.len(), "an even count of numbers"));
        }
        let ranges: Vec<_> = pairs.iter().map(|[from, to]| u64::from(*from)..u64::from(*to)).collect();
        index.select(&ranges)
    }
}

/// Rows of an index that answers are confined to. It keeps what it needs of the index open until it is collected.
#[napi]
pub struct NativeSelection {
    selection: Arc<Selection>,
}

impl From<Arc<Selection>> for NativeSelection {
    fn from(selection: Arc<Selection>) -> Self {
        Self { selection }
    }
}

#[napi]
impl NativeSelection {
    /// As of an index that has these rows alone.
    #[napi(ts_return_type = "Promise<PackedAttribution>")]
    pub fn attribute<'env>(
        &self,
        env: &'env Env,
        text: Utf16String,
        options: Option<AttributeOptions>,
        cancellation: Option<&Cancellation>,
    ) -> napi::Result<Object<'env>> {
        let selection = Arc::clone(&self.selection);
        let question = Question { text, options, flag: flag_of(cancellation) };
        question.ask(env, move |text, parameters, watch| selection.attribute(text, parameters, watch))
    }

    /// The hash of these rows as a data set, in their order.
    #[napi(getter)]
    pub fn data_set(&self) -> String {
        self.selection.data_set().to_owned()
    }

    /// How many rows there are.
    #[napi(getter)]
    pub fn rows(&self) -> i64 {
        self.selection.rows() as i64
    }

    /// How many tokens they have.
    #[napi(getter)]
    pub fn tokens(&self) -> i64 {
        self.selection.tokens() as i64
    }
}
