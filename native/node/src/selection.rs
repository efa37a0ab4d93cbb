//! Some rows of an index as a JavaScript object that is asked like an index.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use attribution::{Error, Index, Result, Selection, Watch};
use napi::bindgen_prelude::{Object, Uint32Array, Utf16String};
use napi::{Env, JsString};
use napi_derive::napi;

use crate::error::to_js;
use crate::index::{AttributeOptions, Question};
use crate::task::{Cancellation, flag_of};
use crate::text::decode_all;

/// Which rows: by their ids, or by their places in the order of submission.
#[napi(object)]
pub struct RowChoice {
    /// The rows with these ids.
    #[napi(ts_type = "Array<string>")]
    pub ids: Option<Vec<Utf16String>>,
    /// Pairs: the first row of a range, and the one after its last. The numbers must not change before the promise is settled.
    pub ranges: Option<Uint32Array>,
}

impl RowChoice {
    pub(crate) fn of(&self, index: &Index, watch: Watch<'_>) -> Result<Arc<Selection>> {
        if let Some(ids) = &self.ids {
            let ids = decode_all(ids, "id")?;
            return index.select_ids(&ids.iter().map(String::as_str).collect::<HashSet<_>>(), watch);
        }
        let numbers: &[u32] = self.ranges.as_deref().unwrap_or_default();
        let (pairs, rest) = numbers.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(Error::bad_parameter("ranges", numbers.len(), "an even count of numbers"));
        }
        let ranges: Vec<_> = pairs.iter().map(|[from, to]| u64::from(*from)..u64::from(*to)).collect();
        index.select(&ranges, watch)
    }
}

/// Rows of an index that answers are confined to. It keeps what it needs of the index open until `close`.
#[napi]
pub struct NativeSelection {
    data_set: String,
    rows: i64,
    tokens: i64,
    selection: RwLock<Option<Arc<Selection>>>,
}

impl From<Arc<Selection>> for NativeSelection {
    fn from(selection: Arc<Selection>) -> Self {
        Self {
            data_set: selection.data_set().to_owned(),
            rows: selection.rows() as i64,
            tokens: selection.tokens() as i64,
            selection: RwLock::new(Some(selection)),
        }
    }
}

#[napi]
impl NativeSelection {
    /// As of an index that has these rows alone.
    #[napi(ts_return_type = "Promise<PackedAttribution>")]
    pub fn attribute<'env>(
        &self,
        env: &'env Env,
        text: JsString<'env>,
        options: Option<AttributeOptions>,
        cancellation: Option<&Cancellation>,
    ) -> napi::Result<Object<'env>> {
        let selection = self.selection.read().unwrap_or_else(PoisonError::into_inner).clone();
        let selection = selection.ok_or_else(|| to_js(*env, &Error::closed()))?;
        let question = Question { text, options, flag: flag_of(cancellation) };
        question.ask(env, move |text, parameters, watch| selection.attribute(text, parameters, watch))
    }

    /// Lets go of the index's files once the attributions under way have ended; the index itself keeps what it has open.
    #[napi]
    pub fn close(&self) {
        self.selection.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// The hash of these rows as a data set, in their order.
    #[napi(getter)]
    pub fn data_set(&self) -> String {
        self.data_set.clone()
    }

    /// How many rows there are.
    #[napi(getter)]
    pub fn rows(&self) -> i64 {
        self.rows
    }

    /// How many tokens they have.
    #[napi(getter)]
    pub fn tokens(&self) -> i64 {
        self.tokens
    }
}
