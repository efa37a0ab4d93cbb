//! One piece of work on another thread, with the panics and errors of the engine turned into rejections: short ones on the engine's own
//! threads, long ones on libuv's.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use attribution::{Error, Result};
use napi::bindgen_prelude::{AsyncTask, Object, ToNapiValue, TypeName};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::to_js;
use crate::pool::submit;

/// A brake: work that was given one ends soon after `cancel`, with the code `ABORT_ERR`.
#[napi]
#[derive(Default)]
pub struct Cancellation {
    flag: Arc<AtomicBool>,
}

#[napi]
impl Cancellation {
    /// A brake that is not pulled.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the work that was given this.
    #[napi]
    pub fn cancel(&self) {
        self.flag.store(true, Ordering::Relaxed);
    }
}

/// The flag of a brake, or one that nobody sets.
pub(crate) fn flag_of(cancellation: Option<&Cancellation>) -> Arc<AtomicBool> {
    cancellation.map(|cancellation| Arc::clone(&cancellation.flag)).unwrap_or_default()
}

type Work<T> = Box<dyn FnOnce() -> Result<T> + Send>;

/// Work for another thread. What it returns becomes the promise's value.
pub struct Job<T> {
    work: Option<Work<T>>,
}

/// Puts work on the thread pool.
pub(crate) fn run<T>(work: impl FnOnce() -> Result<T> + Send + 'static) -> AsyncTask<Job<T>>
where
    T: Send + ToNapiValue + TypeName + 'static,
{
    AsyncTask::new(Job { work: Some(Box::new(work)) })
}

impl<T: Send + ToNapiValue + TypeName + 'static> Task for Job<T> {
    type Output = Result<T>;
    type JsValue = T;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let Some(work) = self.work.take() else {
            return Ok(Err(Error::internal("work was asked for twice")));
        };
        Ok(guarded(work))
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        output.map_err(|error| to_js(env, &error))
    }
}

/// A promise of what short work returns.
pub(crate) fn promise<'env, T>(
    env: &'env Env,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> napi::Result<Object<'env>>
where
    T: Send + ToNapiValue + 'static,
{
    type Resolver<T> = Box<dyn FnOnce(Env) -> napi::Result<T> + Send>;
    let (deferred, promise) = env.create_deferred::<T, Resolver<T>>()?;
    submit(Box::new(move || {
        let output = guarded(work);
        deferred.resolve(Box::new(move |env| output.map_err(|error| to_js(env, &error))));
    }));
    Ok(promise)
}

/// Nothing of the engine is seen after a panic but its result, which there is none of: no broken state can leak.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Error::internal(describe(&*panic))))
}

fn describe(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic").to_owned()
}
