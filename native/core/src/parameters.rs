//! The parameters of the method and of what is shown. Their defaults are part of the name `suffix-array/1`.

use crate::error::{Error, Result};

/// What an attribution may be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// The chance, for a whole output, that a passage of it passes by accident.
    pub alpha: f64,
    /// How many occurrences the guess from single tokens is worth against the counted pairs.
    pub mu: f64,
    /// o_max: what more owners hold is common property.
    pub max_owners: usize,
    /// The fewest tokens of a window; two at least, so that S is above 0.
    pub min_tokens: usize,
    /// How many sources a passage lists. No share depends on it.
    pub max_sources: usize,
    /// How many passages are shown. No share depends on it.
    pub max_passages: usize,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { alpha: 0.01, mu: 10.0, max_owners: 32, min_tokens: 4, max_sources: 10, max_passages: 200 }
    }
}

/// What `method` says when the parameters are those that the name stands for.
pub const METHOD: &str = "suffix-array/1";

impl Parameters {
    /// `suffix-array/1`, or `custom` where a parameter that shares depend on differs from its default.
    pub fn method(&self) -> &'static str {
        let default = Self::default();
        let same = self.alpha == default.alpha
            && self.mu == default.mu
            && self.max_owners == default.max_owners
            && self.min_tokens == default.min_tokens;
        if same { METHOD } else { "custom" }
    }

    pub(crate) fn check(&self) -> Result<()> {
        if !(self.alpha > 0.0 && self.alpha <= 1.0) {
            return Err(Error::bad_parameter("alpha", self.alpha, "above 0 and at most 1"));
        }
        if !(self.mu > 0.0 && self.mu <= 1e6) {
            return Err(Error::bad_parameter("mu", self.mu, "above 0 and at most 1000000"));
        }
        let whole = [
            ("maxOwners", self.max_owners, 1, 1_000_000),
            ("minTokens", self.min_tokens, 2, 1_000_000),
            ("maxSources", self.max_sources, 1, 1_000),
            ("maxPassages", self.max_passages, 0, 10_000),
        ];
        for (name, value, least, most) in whole {
            if !(least..=most).contains(&value) {
                return Err(Error::bad_parameter(
                    name,
                    value,
                    format!("a whole number from {least} to {most}"),
                ));
            }
        }
        Ok(())
    }
}
