//! The sums that every score is made of, in one fixed order: any machine and any number of threads gets the same bits.
//!
//! A sum over columns runs in [`LANES`] lanes over tiles of [`TILE`] columns; column `c` of a tile belongs to lane `c % LANES`, every step is one
//! fused multiply-add, and at the end of a tile the lanes are folded in halves, as doubles, onto the sum of the tiles before.

use half::{bf16, f16};

/// Enough independent chains to hide what one multiply-add takes.
pub(crate) const LANES: usize = 32;

/// Columns whose sum stays in lanes. With 32 steps a lane a single-precision sum keeps more digits than half precision ever had.
pub(crate) const TILE: usize = 1024;

/// Rows whose weighted sum stays in lanes before it is added to doubles. Columns of a power of two lie on the same places of a cache in every
/// row; caches nearest to a core have eight of each.
pub(crate) const GROUP: usize = 8;

/// What sums are taken in.
pub(crate) trait Lane: Copy + Default + Send + Sync + 'static {
    /// `self * factor + addend`, rounded once.
    fn fused(self, factor: Self, addend: Self) -> Self;
    fn wide(self) -> f64;
    fn narrow(wide: f64) -> Self;
}

impl Lane for f32 {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        self.mul_add(factor, addend)
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn narrow(wide: f64) -> Self {
        wide as f32
    }
}

impl Lane for f64 {
    #[inline(always)]
    fn fused(self, factor: Self, addend: Self) -> Self {
        self.mul_add(factor, addend)
    }

    #[inline(always)]
    fn wide(self) -> f64 {
        self
    }

    #[inline(always)]
    fn narrow(wide: f64) -> Self {
        wide
    }
}

/// A number as a store holds it.
///
/// Half precision is summed in single: its squares neither overflow nor vanish there, and what single precision rounds off lies four digits below
/// what the store itself rounded off. The other two have the range of single precision, whose squares have not: they are summed in double.
pub(crate) trait Number: bytemuck::Pod + Send + Sync {
    type Lane: Lane;

    fn widen(self) -> Self::Lane;
}

impl Number for f16 {
    type Lane = f32;

    #[inline(always)]
    fn widen(self) -> f32 {
        self.to_f32_const()
    }
}

impl Number for bf16 {
    type Lane = f64;

    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(f32::from_bits(u32::from(self.to_bits()) << 16))
    }
}

impl Number for f32 {
    type Lane = f64;

    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(self)
    }
}

impl Number for f64 {
    type Lane = f64;

    #[inline(always)]
    fn widen(self) -> f64 {
        self
    }
}

/// The product of a row with a vector.
#[inline(always)]
pub(crate) fn dot<N: Number>(row: &[N], vector: &[N::Lane]) -> f64 {
    let tiles = row.chunks(TILE).zip(vector.chunks(TILE));
    tiles.fold(0.0, |sum, (numbers, factors)| {
        let mut lanes = [N::Lane::default(); LANES];
        let (numbers, numbers_left) = numbers.as_chunks::<LANES>();
        let (factors, factors_left) = factors.as_chunks::<LANES>();
        for (numbers, factors) in numbers.iter().zip(factors) {
            for at in 0..LANES {
                lanes[at] = numbers[at].widen().fused(factors[at], lanes[at]);
            }
        }
        for (at, (number, factor)) in numbers_left.iter().zip(factors_left).enumerate() {
            lanes[at] = number.widen().fused(*factor, lanes[at]);
        }
        sum + fold(&lanes)
    })
}

/// The sum of a row's squares; finite exactly when the row is.
#[inline(always)]
pub(crate) fn square<N: Number>(row: &[N]) -> f64 {
    row.chunks(TILE).fold(0.0, |sum, numbers| {
        let mut lanes = [N::Lane::default(); LANES];
        let (numbers, left) = numbers.as_chunks::<LANES>();
        for numbers in numbers {
            for at in 0..LANES {
                let number = numbers[at].widen();
                lanes[at] = number.fused(number, lanes[at]);
            }
        }
        for (at, number) in left.iter().enumerate() {
            lanes[at] = number.widen().fused(number.widen(), lanes[at]);
        }
        sum + fold(&lanes)
    })
}

/// Adds a group of rows, each times its weight, to `sums`: in lanes from the first row to the last, then to the doubles.
#[inline(always)]
pub(crate) fn add_rows<N: Number>(rows: &[&[N]], weights: &[N::Lane], sums: &mut [f64]) {
    let mut start = 0;
    for sums in sums.chunks_mut(TILE) {
        let mut lanes = [N::Lane::default(); TILE];
        let lanes = &mut lanes[..sums.len()];
        for (row, weight) in rows.iter().zip(weights) {
            for (lane, number) in lanes.iter_mut().zip(&row[start..start + sums.len()]) {
                *lane = number.widen().fused(*weight, *lane);
            }
        }
        flush(lanes, sums);
        start += sums.len();
    }
}

/// Adds lanes to doubles.
#[inline(always)]
pub(crate) fn flush<L: Lane>(lanes: &[L], sums: &mut [f64]) {
    for (sum, lane) in sums.iter_mut().zip(lanes) {
        *sum += lane.wide();
    }
}

/// The sum of all lanes, in halves: lane `i` takes lane `i + 16`, then `i + 8`, and so on.
#[inline(always)]
pub(crate) fn fold<L: Lane>(lanes: &[L; LANES]) -> f64 {
    let mut sums = lanes.map(L::wide);
    let mut width = LANES / 2;
    while width > 0 {
        for at in 0..width {
            sums[at] += sums[at + width];
        }
        width /= 2;
    }
    sums[0]
}
