//! From matches to shares: information, windows, tokens, evidence, integers. Follows the rules of docs/attribution.md one by one.

pub(crate) mod information;
pub(crate) mod logarithm;
pub(crate) mod shares;
pub(crate) mod windows;
