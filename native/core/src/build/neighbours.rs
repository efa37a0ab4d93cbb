//! Which neighbours are merged next: tiered, so that a token is written again a few times however many are added, and few stand side by side.

use std::ops::Range;

/// So many neighbours of one size become one of the next: a token is written again log8 of (all tokens / tokens of an addition) times.
pub(crate) const FAN: usize = 8;

/// Below this many tokens (or entries of counts) all sizes are one: what is so small costs a query as much as a larger one.
const SMALLEST: u64 = 4_096;

/// The neighbours to merge next, the smallest first, of these the newest; `fitting` says how many of the last ones of a range may be merged.
pub(crate) fn neighbours(
    sizes: &[u64],
    fitting: impl Fn(Range<usize>) -> Range<usize>,
) -> Option<Range<usize>> {
    let tiers = 0..=sizes.iter().map(|size| tier(*size)).max()?;
    tiers.into_iter().find_map(|highest| {
        // Smaller ones go with their neighbours: sizes that alternate would never be eight of one tier side by side.
        let is_low = |size: &u64| tier(*size) <= highest;
        let mut end = sizes.len();
        let runs = sizes.chunk_by(|one, other| is_low(one) == is_low(other)).rev();
        let mut ranges = runs.map(|run| {
            end -= run.len();
            (end..end + run.len(), is_low(&run[0]))
        });
        ranges.find_map(|(run, is_low)| if is_low { piece(sizes, run, &fitting) } else { None })
    })
}

/// The newest part of a run that is worth it, among parts as long as they may be.
fn piece(
    sizes: &[u64],
    run: Range<usize>,
    fitting: impl Fn(Range<usize>) -> Range<usize>,
) -> Option<Range<usize>> {
    let mut end = run.end;
    while end > run.start {
        let part = fitting(run.start..end);
        if is_worth(&sizes[part.clone()]) {
            return Some(part.end - near(&sizes[part.clone()])..part.end);
        }
        end = part.start.min(end - 1);
    }
    None
}

/// Whether some neighbours are enough to write the largest of them again: all are of one tier, or the others together are twice as large.
fn is_worth(run: &[u64]) -> bool {
    let largest = run.iter().max().copied().unwrap_or(0);
    let others = run.iter().sum::<u64>() - largest;
    run.len() >= FAN && (others >= 2 * largest || run.iter().all(|size| tier(*size) == tier(largest)))
}

/// How many of the last ones are merged: not the oldest that are more than eight times as large as all behind them, which tiny ones would have written again each time.
fn near(run: &[u64]) -> usize {
    let (older, newest) = run.split_at(run.len() - 2);
    let mut behind = newest.iter().sum::<u64>();
    let near = older.iter().rev().take_while(|size| {
        let is_near = **size <= FAN as u64 * behind;
        behind += **size;
        is_near
    });
    2 + near.count()
}

fn tier(size: u64) -> u32 {
    (size / SMALLEST).checked_ilog2().map_or(0, |log| 1 + log / FAN.ilog2())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_written_again_a_few_times_however_many_are_added_of_whatever_sizes() {
        // What has no pattern, from a linear congruential generator.
        let mut state = 7_u64;
        let mut any = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 40
        };
        check_additions("of one size", |addition| 10_000 + addition % 7);
        check_additions("on both sides of a tier's border", |addition| [3_000, 5_000][addition as usize % 2]);
        check_additions("of one tier and the next", |_| 2_000 + any() % 4_000);
        check_additions("small among large ones", |addition| if addition % 9 == 0 { 300_000 } else { 100 });
        check_additions("of any size", |_| 1 << (any() % 20));
    }

    #[test]
    fn tiny_additions_have_little_written_again_and_leave_few_side_by_side() {
        for (tokens, times) in [(5, 12.0), (50, 7.0), (500, 5.0)] {
            let (most, again) = add_all(|_| tokens);
            assert!(
                most <= 22 && again < times,
                "{tokens}: {most} side by side, written again {again} times"
            );
        }
    }

    fn check_additions(which: &str, size_of: impl FnMut(u64) -> u64) {
        let (most, again) = add_all(size_of);
        assert!(most < 100, "{which}: {most} side by side");
        assert!(again < 5.0, "{which}: written again {again} times");
    }

    /// The most that ever stood side by side, and how often a token was written again.
    fn add_all(mut size_of: impl FnMut(u64) -> u64) -> (usize, f64) {
        let (mut sizes, mut added, mut rewritten, mut most) = (Vec::new(), 0, 0, 0);
        for addition in 0..5_000 {
            let size = size_of(addition);
            sizes.push(size);
            added += size;
            while let Some(range) = neighbours(&sizes, |range| range) {
                let size: u64 = sizes[range.clone()].iter().sum();
                rewritten += size;
                sizes.splice(range, [size]);
            }
            most = most.max(sizes.len());
        }
        assert_eq!(sizes.iter().sum::<u64>(), added);
        (most, rewritten as f64 / added as f64)
    }

    #[test]
    fn what_would_be_too_large_is_left() {
        let within = |sizes: &[u64], most: u64| {
            let fitting = |range: Range<usize>| {
                let mut sum = 0;
                let last = sizes[range.clone()].iter().rev().take_while(|size| {
                    sum += **size;
                    sum <= most
                });
                range.end - last.count()..range.end
            };
            neighbours(sizes, fitting)
        };
        assert_eq!(within(&[10_000; 8], 79_999), None);
        assert_eq!(within(&[10_000; 8], 80_000), Some(0..8));
        assert_eq!(within(&[10_000; 100], 200_000), Some(80..100));
        assert_eq!(within(&[3_000, 5_000].repeat(40), 280_000), Some(10..80));
        assert_eq!(within(&[9_000_000, 10_000, 10_000], u64::MAX), None);
        assert_eq!(within(&[], u64::MAX), None);
    }
}
