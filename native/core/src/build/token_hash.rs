//! A quick hash for tables that are keyed by tokens. It has a seed that nobody knows: or else texts could be chosen whose pairs all want the same place.

use std::hash::{BuildHasher, Hasher, RandomState};

#[derive(Clone, Copy)]
pub(crate) struct TokenHash {
    start: u64,
    factor: u64,
}

impl Default for TokenHash {
    fn default() -> Self {
        let random = RandomState::new();
        // Few factors are worse than others, but an even one is.
        Self { start: random.hash_one(0), factor: random.hash_one(1) | 1 }
    }
}

impl BuildHasher for TokenHash {
    type Hasher = TokenHasher;

    #[inline]
    fn build_hasher(&self) -> TokenHasher {
        TokenHasher { state: self.start, factor: self.factor }
    }
}

pub(crate) struct TokenHasher {
    state: u64,
    factor: u64,
}

impl Hasher for TokenHasher {
    /// Both halves of the product: every bit of what came decides about all bits of it.
    #[inline]
    fn write_u64(&mut self, more: u64) {
        let product = u128::from(self.state ^ more) * u128::from(self.factor);
        self.state = product as u64 ^ (product >> 64) as u64;
    }

    #[inline]
    fn write_u32(&mut self, token: u32) {
        self.write_u64(u64::from(token));
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.state
    }
}
