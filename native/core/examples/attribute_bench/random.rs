//! Numbers random enough to pick places and words, and the same in every run and everywhere: a xorshift generator.

/// Its state, which is not 0.
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`, which is above 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
