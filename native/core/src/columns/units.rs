//! How many UTF-16 units stand before a token in its row: sums kept for every few tokens of a segment, so that a long row is not added up for each passage.

use std::io::Write;
use std::ops::Range;

use crate::files::checked::Checked;
use crate::text::tokenizer::{SEPARATOR, Token, Tokenizer};

/// Tokens under one sum: a sixteenth of a byte for each token, and a few cache lines to read at most.
const STEP: usize = 64;

/// Writes the units before every 64th token, counted from the segment's beginning. They wrap: a row has fewer than 2^32. All slices but the last are whole steps.
pub(crate) fn write_units<'t>(
    slices: impl Iterator<Item = &'t [Token]>,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let mut sum = 0_u32;
    let sums: Vec<u32> = slices
        .flat_map(|tokens| tokens.chunks(STEP))
        .map(|step| {
            let before = sum;
            sum = sum.wrapping_add(units_of(step));
            before
        })
        .collect();
    out.write_all(bytemuck::cast_slice(&sums))
}

/// How many sums a segment of so many tokens has.
pub(crate) fn sums_of(tokens: usize) -> usize {
    tokens.div_ceil(STEP)
}

/// The units from one token of a segment to another.
pub(crate) fn units_between(
    tokens: Checked<'_, Token>,
    sums: Checked<'_, u32>,
    start: usize,
    end: usize,
) -> usize {
    if end - start <= STEP / 2 {
        return units_of(tokens.part(start..end)) as usize;
    }
    let before = |at: usize| {
        let sum = nearest(sums, at);
        let units = sums.at(sum);
        match between(sum, at) {
            part if part.start < at => units.wrapping_add(units_of(tokens.part(part))),
            part => units.wrapping_sub(units_of(tokens.part(part))),
        }
    };
    before(end).wrapping_sub(before(start)) as usize
}

/// Asks for the memory that `units_between` reads.
pub(crate) fn prefetch_between(tokens: Checked<'_, Token>, sums: Checked<'_, u32>, start: usize, end: usize) {
    let prefetch = |part: Range<usize>| part.step_by(LINE).for_each(|token| tokens.prefetch(token));
    if end - start <= STEP / 2 {
        return prefetch(start..end);
    }
    for at in [start, end] {
        let sum = nearest(sums, at);
        sums.prefetch(sum);
        prefetch(between(sum, at));
    }
}

/// The sum from or to which the fewest tokens are added up.
fn nearest(sums: Checked<'_, u32>, at: usize) -> usize {
    ((at + STEP / 2) / STEP).min(sums.len() - 1)
}

/// The tokens between a sum and a place.
fn between(sum: usize, at: usize) -> Range<usize> {
    let border = sum * STEP;
    border.min(at)..border.max(at)
}

/// Tokens in a cache line.
const LINE: usize = 64 / size_of::<Token>();

fn units_of(tokens: &[Token]) -> u32 {
    let tokenizer = Tokenizer::get();
    tokens.iter().filter(|token| **token != SEPARATOR).map(|token| tokenizer.units(*token) as u32).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_say_the_same_as_adding_up() {
        let tokens: Vec<Token> =
            (0..1_000_u32).map(|at| if at % 97 == 0 { SEPARATOR } else { at * 91 % 100_000 }).collect();
        let mut bytes = Vec::new();
        write_units(tokens.chunks(10 * STEP), &mut bytes).unwrap();
        let sums: Vec<u32> =
            bytes.chunks(4).map(|four| u32::from_le_bytes(four.try_into().unwrap())).collect();
        assert_eq!(sums.len(), sums_of(tokens.len()));
        for start in (0..1_000).step_by(13) {
            for end in (start..1_000).step_by(29).chain([start, 999]) {
                let expected = units_of(&tokens[start..end]) as usize;
                assert_eq!(
                    units_between(Checked::trusted(&tokens), Checked::trusted(&sums), start, end),
                    expected,
                    "{start}..{end}"
                );
            }
        }
    }
}
