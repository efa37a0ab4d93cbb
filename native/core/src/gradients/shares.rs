//! `influence/1`: what part of an output's credit each row gets by its estimated influence.

use super::score::{DAMPING, Estimator, Orientation, Scores};
use crate::error::{Error, Result};
use crate::ppb::{WHOLE_PPB, apportion};

/// The name of the shares of DataInf with the paper's damping.
pub const INFLUENCE_METHOD: &str = "influence/1";

/// Scores count in units of the clip: with 24 bits an honest difference in the last digits of a sum moves no unit but by rare chance.
const UNITS: f64 = (1 << 24) as f64;

/// One in so many scores is clipped to the largest of the others.
const CLIPPED: usize = 1000;

/// Rows and their parts of the credit, with what their scores were estimated by.
#[derive(Debug, Clone, PartialEq)]
pub struct InfluenceShares {
    /// `influence/1` or `custom`, as [`Scores::method`].
    pub method: &'static str,
    /// What the scores were estimated by.
    pub estimator: Estimator,
    /// What they were damped by, if they are.
    pub damping: Option<f64>,
    /// Rows that got a part per billion or more: the largest share first, equal ones in the rows' order.
    pub rows: Vec<u32>,
    /// The share of each of them.
    pub shares_ppb: Vec<u32>,
    /// What pulled the other way, and what was rounded off. With the shares it makes 10^9.
    pub unattributed_ppb: u32,
    /// The size that no score counts above: the 99.9th percentile of sizes.
    pub clip: f64,
}

impl Scores {
    /// What their sign says.
    pub fn orientation(&self) -> Orientation {
        self.estimator.orientation()
    }

    /// `influence/1`, or `custom` where another estimator or damping was asked for.
    pub fn method(&self) -> &'static str {
        match self.estimator == Estimator::DataInf && self.damping == Some(DAMPING) {
            true => INFLUENCE_METHOD,
            false => "custom",
        }
    }
}

/// Splits the credit by scores.
///
/// # Errors
/// A score is not finite, or there are more rows than have numbers.
pub fn influence_shares(by: &Scores) -> Result<InfluenceShares> {
    let scores = by.scores.as_slice();
    if let Some(at) = scores.iter().position(|score| !score.is_finite()) {
        return Err(Error::bad_parameter("a score", format!("{} in row {at}", scores[at]), "finite"));
    }
    if u32::try_from(scores.len()).is_err() {
        return Err(Error::bad_parameter("the number of scores", scores.len(), "at most 4294967295"));
    }
    let clip = clip_of(scores);
    let helps = |score: f64| match by.orientation() {
        Orientation::NegativeHelps => score < 0.0,
        Orientation::PositiveHelps => score > 0.0,
    };
    let units: Vec<u128> = scores.iter().map(|score| units_of(*score, clip)).collect();
    let helpful = units.iter().zip(scores).map(|(units, score)| if helps(*score) { *units } else { 0 });
    let (shares, unattributed_ppb) = apportion(&helpful.collect::<Vec<u128>>(), units.iter().sum());
    debug_assert_eq!(shares.iter().sum::<u32>() + unattributed_ppb, WHOLE_PPB);
    let mut rows: Vec<u32> = (0..scores.len() as u32).filter(|row| shares[*row as usize] > 0).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(shares[*row as usize]));
    let shares_ppb = rows.iter().map(|row| shares[*row as usize]).collect();
    let (method, estimator, damping) = (by.method(), by.estimator, by.damping);
    Ok(InfluenceShares { method, estimator, damping, rows, shares_ppb, unattributed_ppb, clip })
}

/// Of m sizes above zero in ascending order the one at ⌈0.999 m⌉; below a thousand that is the largest. 0 without any.
fn clip_of(scores: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = scores.iter().map(|score| score.abs()).filter(|size| *size > 0.0).collect();
    let Some(rank) = (sizes.len() - sizes.len() / CLIPPED).checked_sub(1) else { return 0.0 };
    *sizes.select_nth_unstable_by(rank, f64::total_cmp).1
}

fn units_of(score: f64, clip: f64) -> u128 {
    match clip > 0.0 {
        true => libm::floor(score.abs().min(clip) / clip * UNITS + 0.5) as u128,
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(estimator: Estimator, scores: &[f64]) -> Result<InfluenceShares> {
        let (damping, scores) = (estimator.is_damped().then_some(DAMPING), scores.to_vec());
        influence_shares(&Scores { estimator, damping, lambdas: Vec::new(), scores, layer_scores: None })
    }

    #[test]
    fn half_helps_and_half_pulls_the_other_way() {
        let shares = split(Estimator::DataInf, &[-1.0, 2.0, -0.5, 0.0, -0.5]).unwrap();
        assert_eq!(shares.rows, [0, 2, 4]);
        assert_eq!(shares.shares_ppb, [250_000_000, 125_000_000, 125_000_000]);
        assert_eq!((shares.unattributed_ppb, shares.clip), (500_000_000, 2.0));
        let turned = split(Estimator::Dot, &[1.0, -2.0, 0.5, 0.0, 0.5]).unwrap();
        assert_eq!((shares.method, shares.damping), ("influence/1", Some(DAMPING)));
        assert_eq!((turned.method, turned.damping), ("custom", None));
        let other = InfluenceShares { method: "custom", estimator: Estimator::Dot, damping: None, ..shares };
        assert_eq!(turned, other);
    }

    #[test]
    fn an_outlier_counts_no_more_than_the_largest_of_the_other_999() {
        let mut scores = vec![-1.0; 1000];
        scores[7] = -1e30;
        let shares = split(Estimator::DataInf, &scores).unwrap();
        assert_eq!((shares.clip, shares.unattributed_ppb), (1.0, 0));
        assert!(shares.shares_ppb.iter().all(|share| *share == 1_000_000));
        scores[7] = 1e30;
        let against = split(Estimator::DataInf, &scores).unwrap();
        assert_eq!(against.unattributed_ppb, 1_000_000);
    }

    #[test]
    fn below_a_thousand_rows_nothing_is_clipped() {
        let mut scores = vec![-1.0; 999];
        scores[7] = -1e30;
        let shares = split(Estimator::DataInf, &scores).unwrap();
        assert_eq!((shares.clip, shares.rows, shares.shares_ppb), (1e30, vec![7], vec![1_000_000_000]));
    }

    #[test]
    fn nothing_is_credited_to_nobody() {
        for scores in [vec![], vec![0.0; 3], vec![1.0, 2.0]] {
            let shares = split(Estimator::DataInf, &scores).unwrap();
            assert_eq!((shares.rows.len(), shares.unattributed_ppb), (0, WHOLE_PPB));
        }
        assert_eq!(split(Estimator::DataInf, &[f64::NAN]).unwrap_err().code(), "HW510");
    }

    #[test]
    fn the_smallest_clip_divides() {
        let shares = split(Estimator::DataInf, &[-f64::from_bits(1), f64::from_bits(1)]).unwrap();
        assert_eq!(shares.shares_ppb, [500_000_000]);
    }
}
