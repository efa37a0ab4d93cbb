//! The sums of `numbers` with the vector instructions of the machine they run on: the same steps in the same order, so the same bits.
//!
//! One of the three files of this crate that may say `unsafe`. Two obligations: a function compiled for an instruction set runs only after [`has_vectors`] found
//! it, and every pointer that is read or written through comes from an array or a slice at least as long as the vector.
#![allow(unsafe_code)]

use half::{bf16, f16};

use super::info::Layer;
use super::numbers::{self, Number};

/// What is read of some rows in one go.
#[derive(Clone, Copy)]
pub(crate) struct Stretch<'s> {
    /// Neighbouring layers.
    pub(crate) layers: &'s [Layer],
    /// What lies so far ahead of a row is asked for while products of it are taken.
    pub(crate) ahead_bytes: usize,
}

/// The three sums over rows of these numbers.
pub(crate) trait Sums: Number {
    /// See [`numbers::dot`]: that of each layer of each row, row after row.
    fn layer_dots(rows: &[&[Self]], vector: &[Self::Lane], stretch: Stretch<'_>, products: &mut [f64]);
    /// See [`numbers::dot`].
    fn dot(row: &[Self], vector: &[Self::Lane]) -> f64;
    /// See [`numbers::square`].
    fn square(row: &[Self]) -> f64;
    /// See [`numbers::add_rows`]; what lies so far ahead is asked for meanwhile.
    fn add_rows(rows: &[&[Self]], weights: &[Self::Lane], sums: &mut [f64], ahead_bytes: usize);
}

/// Whether this machine has the instruction sets that the functions below are compiled for.
#[cfg(target_arch = "x86_64")]
fn has_vectors() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("f16c")
}

/// Sums as they stand in `numbers`, compiled for this machine where it is known.
macro_rules! sums {
    ($number:ty, $vectors:ident) => {
        impl Sums for $number {
            fn layer_dots(
                rows: &[&[Self]],
                vector: &[Self::Lane],
                stretch: Stretch<'_>,
                products: &mut [f64],
            ) {
                #[cfg(target_arch = "x86_64")]
                if has_vectors() {
                    // SAFETY: the instruction sets were found.
                    return unsafe { $vectors::layer_dots(rows, vector, stretch, products) };
                }
                each_layer(rows, vector, stretch, products);
            }

            fn dot(row: &[Self], vector: &[Self::Lane]) -> f64 {
                #[cfg(target_arch = "x86_64")]
                if has_vectors() {
                    // SAFETY: the instruction sets were found.
                    return unsafe { $vectors::dot(row, vector) };
                }
                numbers::dot(row, vector)
            }

            fn square(row: &[Self]) -> f64 {
                #[cfg(target_arch = "x86_64")]
                if has_vectors() {
                    // SAFETY: the instruction sets were found.
                    return unsafe { $vectors::square(row) };
                }
                numbers::square(row)
            }

            fn add_rows(rows: &[&[Self]], weights: &[Self::Lane], sums: &mut [f64], ahead_bytes: usize) {
                #[cfg(target_arch = "x86_64")]
                if has_vectors() {
                    // SAFETY: the instruction sets were found.
                    return unsafe { $vectors::add_rows(rows, weights, sums, ahead_bytes) };
                }
                numbers::add_rows(rows, weights, sums)
            }
        }
    };
}

sums!(f16, half_precision);
sums!(bf16, any_number);
sums!(f32, any_number);
sums!(f64, any_number);

/// [`Sums::layer_dots`] one by one.
#[inline(always)]
fn each_layer<N: Number>(rows: &[&[N]], vector: &[N::Lane], stretch: Stretch<'_>, products: &mut [f64]) {
    for (row, products) in rows.iter().zip(products.chunks_mut(stretch.layers.len())) {
        for (Layer { columns, .. }, product) in stretch.layers.iter().zip(products) {
            *product = numbers::dot(&row[columns.clone()], &vector[columns.clone()]);
        }
    }
}

/// What the compiler makes of the plain sums when it may use the instruction sets.
#[cfg(target_arch = "x86_64")]
mod any_number {
    use super::super::numbers::{self, Number};
    use super::{Stretch, each_layer};

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn layer_dots<N: Number>(
        rows: &[&[N]],
        vector: &[N::Lane],
        stretch: Stretch<'_>,
        products: &mut [f64],
    ) {
        each_layer(rows, vector, stretch, products);
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn dot<N: Number>(row: &[N], vector: &[N::Lane]) -> f64 {
        numbers::dot(row, vector)
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn square<N: Number>(row: &[N]) -> f64 {
        numbers::square(row)
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn add_rows<N: Number>(
        rows: &[&[N]],
        weights: &[N::Lane],
        sums: &mut [f64],
        _ahead_bytes: usize,
    ) {
        numbers::add_rows(rows, weights, sums);
    }
}

/// Half precision by hand: compilers know no way to widen it but one number at a time.
#[cfg(target_arch = "x86_64")]
mod half_precision {
    use std::arch::x86_64::{
        __m256, __m256d, _MM_HINT_T1, _mm_add_pd, _mm_add_sd, _mm_cvtsd_f64, _mm_loadu_si128, _mm_prefetch,
        _mm_unpackhi_pd, _mm256_add_pd, _mm256_castpd256_pd128, _mm256_castps256_ps128, _mm256_cvtph_ps,
        _mm256_cvtps_pd, _mm256_extractf128_pd, _mm256_extractf128_ps, _mm256_fmadd_ps, _mm256_loadu_pd,
        _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_pd, _mm256_storeu_ps,
    };

    use half::f16;

    use super::super::info::Layer;
    use super::super::numbers::{self, GROUP, LANES, Lane, Number, TILE, fold};
    use super::Stretch;

    /// Numbers in one vector.
    const WIDTH: usize = 8;
    const VECTORS: usize = LANES / WIDTH;

    /// A layer of two rows at a time, whose sums fill the registers; then the same layer of the next two: the machine fetches ahead within a
    /// page only, but in many pages at once.
    #[target_feature(enable = "avx2,fma,f16c")]
    pub(super) fn layer_dots(rows: &[&[f16]], vector: &[f32], stretch: Stretch<'_>, products: &mut [f64]) {
        let layers = stretch.layers.len();
        for (at, Layer { columns, .. }) in stretch.layers.iter().enumerate() {
            let vector = &vector[columns.clone()];
            let (pairs, last) = rows.as_chunks::<2>();
            for (pair, [one, other]) in pairs.iter().enumerate() {
                let rows = [&one[columns.clone()], &other[columns.clone()]];
                let [one, other] = dots(rows, vector, stretch.ahead_bytes);
                products[2 * pair * layers + at] = one;
                products[(2 * pair + 1) * layers + at] = other;
            }
            for row in last {
                products[2 * pairs.len() * layers + at] = dot(&row[columns.clone()], vector);
            }
        }
    }

    #[target_feature(enable = "avx2,fma,f16c")]
    pub(super) fn dot(row: &[f16], vector: &[f32]) -> f64 {
        dots([row], vector, 0)[0]
    }

    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn dots<const ROWS: usize>(rows: [&[f16]; ROWS], vector: &[f32], ahead_bytes: usize) -> [f64; ROWS] {
        let mut sums = [0.0; ROWS];
        let mut tile = rows;
        for (at, factors) in vector.chunks(TILE).enumerate() {
            for row in 0..ROWS {
                tile[row] = &rows[row][at * TILE..][..factors.len()];
            }
            let parts = dots_of_tile(tile, factors, ahead_bytes);
            for row in 0..ROWS {
                sums[row] += parts[row];
            }
        }
        sums
    }

    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn dots_of_tile<const ROWS: usize>(
        rows: [&[f16]; ROWS],
        factors: &[f32],
        ahead_bytes: usize,
    ) -> [f64; ROWS] {
        let mut sums = [[_mm256_setzero_ps(); VECTORS]; ROWS];
        let (factors, factors_left) = factors.as_chunks::<LANES>();
        for (at, factors) in factors.iter().enumerate() {
            let factors = factors.as_chunks().0;
            for row in 0..ROWS {
                // SAFETY: every row is as long as the factors (the caller cut both at the same places), so it has as many lanes.
                let numbers = unsafe { rows[row].as_chunks::<LANES>().0.get_unchecked(at) };
                ask_ahead(numbers, ahead_bytes);
                let numbers = numbers.as_chunks().0;
                for vector in 0..VECTORS {
                    let wide = widen(&numbers[vector]);
                    sums[row][vector] = _mm256_fmadd_ps(wide, load(&factors[vector]), sums[row][vector]);
                }
            }
        }
        let mut folded = [0.0; ROWS];
        for row in 0..ROWS {
            let left = rows[row].as_chunks::<LANES>().1.iter().zip(factors_left);
            folded[row] = fold_with(sums[row], left.map(|(number, factor)| (number.widen(), *factor)));
        }
        folded
    }

    #[target_feature(enable = "avx2,fma,f16c")]
    pub(super) fn square(row: &[f16]) -> f64 {
        row.chunks(TILE).fold(0.0, |sum, numbers| {
            let mut sums = [_mm256_setzero_ps(); VECTORS];
            let (numbers, left) = numbers.as_chunks::<LANES>();
            for numbers in numbers {
                let numbers = numbers.as_chunks().0;
                for at in 0..VECTORS {
                    let wide = widen(&numbers[at]);
                    sums[at] = _mm256_fmadd_ps(wide, wide, sums[at]);
                }
            }
            sum + fold_with(sums, left.iter().map(|number| (number.widen(), number.widen())))
        })
    }

    /// Columns as many as there are lanes at a time: their sums over a whole group never leave the registers before they are added to the doubles. The rows come
    /// from a cache: what memory could do meanwhile is begun here.
    #[target_feature(enable = "avx2,fma,f16c")]
    pub(super) fn add_rows(rows: &[&[f16]], weights: &[f32], sums: &mut [f64], ahead_bytes: usize) {
        let (Ok(rows), Ok(weights)) = (<&[_; GROUP]>::try_from(rows), <&[_; GROUP]>::try_from(weights))
        else {
            return numbers::add_rows(rows, weights, sums);
        };
        let (sums, sums_left) = sums.as_chunks_mut::<LANES>();
        let mut numbers: [&[[f16; LANES]]; GROUP] = [&[]; GROUP];
        let mut factors = [_mm256_setzero_ps(); GROUP];
        for row in 0..GROUP {
            numbers[row] = &rows[row].as_chunks::<LANES>().0[..sums.len()];
            factors[row] = _mm256_set1_ps(weights[row]);
        }
        for (at, sums) in sums.iter_mut().enumerate() {
            for numbers in &numbers {
                ask_ahead(&numbers[at], ahead_bytes);
            }
            for (vector, sums) in sums.as_chunks_mut::<WIDTH>().0.iter_mut().enumerate() {
                let mut lanes = _mm256_setzero_ps();
                for row in 0..GROUP {
                    lanes =
                        _mm256_fmadd_ps(widen(&numbers[row][at].as_chunks().0[vector]), factors[row], lanes);
                }
                flush(lanes, sums);
            }
        }
        let first = sums.len() * LANES;
        for (at, sum) in (first..).zip(sums_left) {
            let terms = rows.iter().zip(weights);
            let lane = terms.fold(0.0, |lane, (row, weight)| row[at].widen().fused(*weight, lane));
            *sum += f64::from(lane);
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn widen(numbers: &[f16; WIDTH]) -> __m256 {
        // SAFETY: eight numbers of two bytes are as long as the vector, and any bits are a number.
        _mm256_cvtph_ps(unsafe { _mm_loadu_si128(numbers.as_ptr().cast()) })
    }

    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn load(numbers: &[f32; WIDTH]) -> __m256 {
        // SAFETY: the array is as long as the vector.
        unsafe { _mm256_loadu_ps(numbers.as_ptr()) }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn flush(vector: __m256, sums: &mut [f64; WIDTH]) {
        for (sums, half) in sums.as_chunks_mut::<{ WIDTH / 2 }>().0.iter_mut().zip(halves(vector)) {
            // SAFETY: four doubles are as long as half a vector of them.
            unsafe {
                _mm256_storeu_pd(sums.as_mut_ptr(), _mm256_add_pd(_mm256_loadu_pd(sums.as_ptr()), half))
            };
        }
    }

    /// As doubles, the lower lanes first.
    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn halves(vector: __m256) -> [__m256d; 2] {
        let (low, high) = (_mm256_castps256_ps128(vector), _mm256_extractf128_ps::<1>(vector));
        [_mm256_cvtps_pd(low), _mm256_cvtps_pd(high)]
    }

    /// Begins to load what a sum over a store comes to next: left alone, the machine asks too late to be busy with it all the time.
    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn ask_ahead(numbers: &[f16; LANES], bytes: usize) {
        _mm_prefetch::<_MM_HINT_T1>(numbers.as_ptr().wrapping_byte_add(bytes).cast());
    }

    /// [`fold`], after what is left over of a tile; without a way through memory when nothing is.
    #[inline]
    #[target_feature(enable = "avx2,fma,f16c")]
    fn fold_with(vectors: [__m256; VECTORS], left: impl ExactSizeIterator<Item = (f32, f32)>) -> f64 {
        if left.len() > 0 {
            let mut lanes = store(vectors);
            for (lane, (number, factor)) in lanes.iter_mut().zip(left) {
                *lane = number.fused(factor, *lane);
            }
            return fold(&lanes);
        }
        let [a, b, c, d] = vectors;
        let (a, b, c, d) = (halves(a), halves(b), halves(c), halves(d));
        let low = _mm256_add_pd(_mm256_add_pd(a[0], c[0]), _mm256_add_pd(b[0], d[0]));
        let high = _mm256_add_pd(_mm256_add_pd(a[1], c[1]), _mm256_add_pd(b[1], d[1]));
        let four = _mm256_add_pd(low, high);
        let two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd::<1>(four));
        _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
    }

    #[target_feature(enable = "avx2,fma,f16c")]
    fn store(vectors: [__m256; VECTORS]) -> [f32; LANES] {
        let mut lanes = [0.0_f32; LANES];
        for (lanes, vector) in lanes.as_chunks_mut::<WIDTH>().0.iter_mut().zip(vectors) {
            // SAFETY: the array is as long as the vector.
            unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), vector) };
        }
        lanes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradients::numbers::Lane;

    /// Numbers without a pattern, from a linear congruential generator.
    fn some_numbers(length: usize, seed: u64) -> impl Iterator<Item = f32> {
        let mut state = seed;
        (0..length).map(move |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        })
    }

    fn same_bits<N: Sums>(number: impl Fn(f32) -> N) {
        for length in [1, 7, 8, 31, 32, 33, 100, 1023, 1024, 1025, 2500] {
            let rows: Vec<Vec<N>> =
                (0..19).map(|seed| some_numbers(length, seed).map(&number).collect()).collect();
            let vector: Vec<N::Lane> =
                some_numbers(length, 99).map(|wide| N::Lane::narrow(f64::from(wide))).collect();
            let layer = |name: &str, columns| Layer { name: name.to_owned(), columns };
            let layers = [layer("one", 0..length / 3), layer("other", length / 3..length)];
            for count in 1..=5 {
                let group: Vec<&[N]> = rows[..count].iter().map(Vec::as_slice).collect();
                let stretch = Stretch { layers: &layers, ahead_bytes: 64 };
                let mut products = [vec![0.0; 2 * count], vec![0.0; 2 * count]];
                N::layer_dots(&group, &vector, stretch, &mut products[0]);
                each_layer(&group, &vector, stretch, &mut products[1]);
                assert_eq!(products[0], products[1]);
            }
            assert_eq!(N::dot(&rows[0], &vector).to_bits(), numbers::dot(&rows[0], &vector).to_bits());
            assert_eq!(N::square(&rows[0]).to_bits(), numbers::square(&rows[0]).to_bits());
            for count in [1, 8, 16, 19] {
                let group: Vec<&[N]> = rows[..count].iter().map(Vec::as_slice).collect();
                let weights: Vec<N::Lane> =
                    some_numbers(count, 7).map(|wide| N::Lane::narrow(f64::from(wide))).collect();
                let mut sums = [vec![0.5; length], vec![0.5; length]];
                N::add_rows(&group, &weights, &mut sums[0], 64);
                numbers::add_rows(&group, &weights, &mut sums[1]);
                assert_eq!(sums[0], sums[1]);
            }
        }
    }

    #[test]
    fn vectors_and_single_numbers_give_the_same_bits() {
        same_bits(f16::from_f32);
        same_bits(bf16::from_f32);
        same_bits(|number| number);
    }
}
