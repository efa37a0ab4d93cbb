//! Logarithms of fractions as the integers of the method: from a table and a short series, which are certain but for one in 50,000; then by the method's own words.

use std::sync::LazyLock;

/// Natural logarithms of positive numbers to some 10^-14, which is far less than [`DOUBT`].
pub(crate) struct Logarithms([(f64, f64); STEPS]);

/// Parts into which the numbers between a power of two and the next are cut.
const STEPS: usize = 256;

/// How near a border between two integers a sum must be for logarithms of this kind not to decide. Sums are below 10^8 units.
const DOUBT: f64 = 1e-5;

impl Logarithms {
    /// The process's table.
    pub(crate) fn get() -> &'static Self {
        static INSTANCE: LazyLock<Logarithms> = LazyLock::new(Logarithms::new);
        &INSTANCE
    }

    fn new() -> Self {
        Self(std::array::from_fn(|step| {
            let inverse = 1.0 / (1.0 + (step as f64 + 0.5) / STEPS as f64);
            (inverse, -libm::log(inverse))
        }))
    }

    /// `floor(-ln(part / whole) * units + 0.5)`, the same integer that the library's logarithm gives.
    #[inline]
    pub(crate) fn of_fraction(&self, (part, whole): (f64, f64), units: f64) -> i64 {
        let above = (self.of(whole) - self.of(part)) * units + 0.5;
        // Cut off, which is rounded down for all but what is below 0.
        let integer = above as i64;
        let is_certain = (DOUBT..1.0 - DOUBT).contains(&(above - integer as f64));
        if is_certain && part.is_normal() && whole.is_normal() {
            integer
        } else {
            (-libm::log(part / whole) * units + 0.5).floor() as i64
        }
    }

    /// ln of a positive, normal number.
    #[inline]
    fn of(&self, number: f64) -> f64 {
        const MANTISSA: u32 = f64::MANTISSA_DIGITS - 1;
        let bits = number.to_bits();
        let exponent = (bits >> MANTISSA) as i64 - 1023;
        let (inverse, logarithm) = self.0[(bits >> (MANTISSA - STEPS.ilog2())) as usize % STEPS];
        let mantissa = f64::from_bits(bits & ((1 << MANTISSA) - 1) | 1.0_f64.to_bits());
        // At most a 512th: what the series leaves out is below 10^-19.
        let rest = mantissa * inverse - 1.0;
        let series = 1.0 / 3.0 - rest * (0.25 - rest * (0.2 - rest / 6.0));
        exponent as f64 * std::f64::consts::LN_2 + (logarithm + (rest - rest * rest * (0.5 - rest * series)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const UNITS: f64 = 65_536.0;

    fn exactly(part: f64, whole: f64) -> i64 {
        (-libm::log(part / whole) * UNITS + 0.5).floor() as i64
    }

    #[test]
    fn counts_have_the_integers_of_the_librarys_logarithm() {
        let logarithms = Logarithms::get();
        for whole in [1_u32, 3, 10, 836, 65_536, 30_000_042, u32::MAX] {
            for part in (1..3_000).chain((0..32).map(|bit| 1 << bit)).filter(|part| *part <= whole) {
                let (part, whole) = (f64::from(part), f64::from(whole));
                assert_eq!(
                    logarithms.of_fraction((part, whole), UNITS),
                    exactly(part, whole),
                    "{part}/{whole}"
                );
            }
        }
    }

    #[test]
    fn numbers_too_small_to_be_normal_are_left_to_the_library() {
        let part = f64::MIN_POSITIVE / 8.0;
        assert_eq!(Logarithms::get().of_fraction((part, 1e6), UNITS), exactly(part, 1e6));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100_000, ..ProptestConfig::default() })]

        #[test]
        fn any_fraction_has_the_integer_of_the_librarys_logarithm(part in 1e-12..1e9_f64, more in 0.0..1e9_f64) {
            let whole = part + more;
            prop_assert_eq!(Logarithms::get().of_fraction((part, whole), UNITS), exactly(part, whole));
        }

        #[test]
        fn fractions_near_a_border_too(integer in 0..2_000_000_i64, off in -40..40_i64) {
            // The part of a million that is as good as half a unit above an integer.
            let part = libm::exp(-(integer as f64 + 0.5) / UNITS) * 1e6;
            let part = f64::from_bits((part.to_bits() as i64 + off) as u64);
            prop_assert_eq!(Logarithms::get().of_fraction((part, 1e6), UNITS), exactly(part, 1e6));
        }
    }
}
