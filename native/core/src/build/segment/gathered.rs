//! What rows bring while they gather: in pieces of one huge page, so that nothing is moved as it grows, and what comes next can take over the memory of each piece as
//! soon as it was read.

use std::borrow::Cow;
use std::io::{Result as IoResult, Write};
use std::ops::Range;

use bytemuck::Pod;

use crate::build::segment::numbers::{HUGE_PAGE_BYTES, Numbers};
use crate::error::Result;
use crate::text::tokenizer::Token;

/// Numbers of one type, one behind the other.
#[derive(Default)]
pub(crate) struct Gathered<T> {
    /// All of the same size.
    pieces: Vec<Numbers<T>>,
    last: Vec<T>,
}

pub(crate) type Tokens = Gathered<Token>;

impl<T: Pod> Gathered<T> {
    /// Numbers of a piece.
    const PIECE: usize = HUGE_PAGE_BYTES / size_of::<T>();

    pub(crate) fn len(&self) -> usize {
        self.pieces.len() * Self::PIECE + self.last.len()
    }

    /// Lets `add` append some, and returns what it does; what came before is put away when it fills a piece.
    ///
    /// # Errors
    /// There is no more memory.
    pub(crate) fn append<R>(&mut self, add: impl FnOnce(&mut Vec<T>) -> R) -> Result<R> {
        let added = add(&mut self.last);
        while self.last.len() >= Self::PIECE {
            let mut piece = Numbers::zeroed(Self::PIECE)?;
            piece.all_mut().copy_from_slice(&self.last[..Self::PIECE]);
            self.pieces.push(piece);
            self.last.drain(..Self::PIECE);
        }
        Ok(added)
    }

    /// Some of them.
    ///
    /// # Panics
    /// Behind the last one.
    pub(crate) fn part(&self, range: Range<usize>) -> Cow<'_, [T]> {
        let settled = self.pieces.len() * Self::PIECE;
        if range.start >= settled {
            return Cow::Borrowed(&self.last[range.start - settled..range.end - settled]);
        }
        let (piece, start) = (range.start / Self::PIECE, range.start % Self::PIECE);
        let whole = self.pieces[piece].all();
        match start + range.len() <= Self::PIECE {
            true => Cow::Borrowed(&whole[start..start + range.len()]),
            false => {
                let rest = self.part((piece + 1) * Self::PIECE..range.end);
                Cow::Owned([&whole[start..], &rest].concat())
            }
        }
    }

    /// All of them, in order.
    pub(crate) fn slices(&self) -> impl Iterator<Item = &[T]> {
        self.pieces.iter().map(Numbers::all).chain([self.last.as_slice()])
    }

    /// Writes all of them, in order.
    pub(crate) fn write(&self, out: &mut impl Write) -> IoResult<()> {
        self.slices().try_for_each(|slice| out.write_all(bytemuck::cast_slice(slice)))
    }

    /// Gives all of them in order to `take`; the memory of each slice is free before that of the next one is read.
    pub(crate) fn consume(self, mut take: impl FnMut(&[T])) {
        self.pieces.into_iter().for_each(|piece| take(piece.all()));
        take(&self.last);
    }
}

impl From<Vec<Token>> for Tokens {
    fn from(last: Vec<Token>) -> Self {
        Self { pieces: Vec::new(), last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECE: usize = Tokens::PIECE;

    #[test]
    fn parts_are_the_same_in_pieces_and_across_them() {
        let all: Vec<Token> = (0..5 * PIECE as Token / 2).collect();
        let mut tokens = Tokens::default();
        // The second is longer than a piece.
        for part in [0..10, 10..PIECE * 3 / 2, PIECE * 3 / 2..all.len()] {
            tokens.append(|last| last.extend_from_slice(&all[part])).unwrap();
        }
        assert_eq!((tokens.len(), tokens.pieces.len()), (all.len(), 2));
        let borders = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 1, 2 * PIECE, 2 * PIECE + 1, all.len()];
        for start in borders {
            for end in borders.into_iter().filter(|end| *end >= start) {
                assert!(*tokens.part(start..end) == all[start..end], "{start}..{end}");
            }
        }
        let mut consumed = Vec::new();
        tokens.consume(|slice| consumed.extend_from_slice(slice));
        assert!(consumed == all);
    }
}
