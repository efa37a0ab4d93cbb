//! Reads choices out of the bytes of an input; behind their end everything is 0.

/// The bytes not read yet.
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    /// A number below `limit`, of no more bytes than that takes, two at least.
    pub fn below(&mut self, limit: usize) -> usize {
        let more = if limit > 1 << 16 { usize::from(self.byte()) << 16 } else { 0 };
        (more | usize::from(self.byte()) << 8 | usize::from(self.byte())) % limit.max(1)
    }

    /// As many bytes as there are, `count` at most.
    pub fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// A piece whose length stands before it.
    pub fn piece(&mut self, most: usize) -> &'a [u8] {
        let count = self.below(most + 1);
        self.take(count)
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies all that is left as edits.
    pub fn edit(mut self, file: &mut Vec<u8>) {
        while !self.is_empty() {
            let kind = self.byte();
            let at = self.below(file.len() + 1);
            match kind % 6 {
                0 => file.truncate(at),
                1 => drop(file.splice(at..at, self.piece(16).iter().copied())),
                2 => drop(file.drain(at..(at + self.below(64)).min(file.len()))),
                3 => overwrite(file, at, self.take(1)),
                4 => overwrite(file, at / 4 * 4, self.take(4)),
                _ => overwrite(file, at / 8 * 8, self.take(8)),
            }
        }
    }
}

fn overwrite(file: &mut [u8], at: usize, bytes: &[u8]) {
    for (old, new) in file[at..].iter_mut().zip(bytes) {
        *old = *new;
    }
}
