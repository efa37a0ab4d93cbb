//! The engine's errors as JavaScript errors with their code.

use attribution::Error as EngineError;
use napi::{Env, Error, JsError};

/// A code that is the engine's own, where napi would put a status.
struct Code(&'static str);

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        self.0
    }
}

/// A JavaScript error whose `code` is the engine's. To be called on Node's own thread.
pub(crate) fn to_js(env: Env, error: &EngineError) -> Error {
    let coded = Error::new(Code(error.code()), error.to_string());
    Error::from(JsError::from(coded).into_unknown(env))
}
