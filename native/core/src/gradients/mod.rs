//! Which rows moved the weights? Gradients that a trainer stored, scored against an output's gradient: estimates of influence, never truth.

pub(crate) mod datainf;
pub(crate) mod fisher;
pub(crate) mod info;
pub(crate) mod numbers;
pub(crate) mod passes;
pub(crate) mod query;
pub(crate) mod rounds;
pub(crate) mod scaled;
pub(crate) mod score;
pub(crate) mod shares;
pub(crate) mod store;
pub(crate) mod vectors;
