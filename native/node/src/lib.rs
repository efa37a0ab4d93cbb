//! The border between Node and the engine. It converts and delegates: attributions run on threads of the engine's own, every other long
//! call on libuv's thread pool; every error carries the engine's code, and no panic crosses.

pub mod build;
mod error;
pub mod exchange;
pub mod gradients;
pub mod index;
pub mod packed;
mod pool;
pub mod result;
pub mod retrieval;
pub mod selection;
mod stdin;
pub mod task;
mod text;
pub mod writer;
