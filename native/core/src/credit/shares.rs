//! Rules 5 to 7: evidence, shares, and the integers they become.

use std::collections::BTreeMap;

use super::information::{Bits, Information};
use super::windows::{Earners, Window};
use crate::ppb;
use crate::text::row::RowNumber;

/// One row's credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Credit {
    pub(crate) row: RowNumber,
    pub(crate) tokens: usize,
    /// E.
    pub(crate) evidence: Bits,
    pub(crate) share_ppb: u32,
}

/// All credit of an output, and what nobody earned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    /// Largest share first, equal ones in the rows' order.
    pub(crate) credits: Vec<Credit>,
    pub(crate) unattributed_ppb: u32,
}

/// Splits the credit of an output between the rows that its tokens went to.
pub(crate) fn split_credit(
    windows: &[Window],
    earners: &Earners,
    information: &mut Information<'_>,
) -> Split {
    let evidence = evidence_of_tokens(windows, earners, information);
    let mut by_row: BTreeMap<RowNumber, (usize, Bits)> = BTreeMap::new();
    for (row, evidence) in earners.rows().iter().zip(evidence) {
        if let Some(row) = row {
            let sums = by_row.entry(*row).or_default();
            *sums = (sums.0 + 1, sums.1 + evidence);
        }
    }
    let claims: Vec<Claim> =
        by_row.values().map(|(tokens, evidence)| Claim { tokens: *tokens, evidence: *evidence }).collect();
    let (shares, unattributed_ppb) = apportion(&claims, earners.rows().len(), information.threshold());
    let mut credits: Vec<Credit> = by_row
        .into_iter()
        .zip(shares)
        .map(|((row, (tokens, evidence)), share_ppb)| Credit { row, tokens, evidence, share_ppb })
        .collect();
    credits.sort_by_key(|credit| (std::cmp::Reverse(credit.share_ppb), credit.row));
    Split { credits, unattributed_ppb }
}

/// For each token the most it says in a window of the row it went to.
fn evidence_of_tokens(windows: &[Window], earners: &Earners, information: &mut Information<'_>) -> Vec<Bits> {
    let mut evidence = vec![0; earners.rows().len()];
    earners.each(windows, |window, at| {
        evidence[at] = evidence[at].max(information.of_token(at, window.start, window.owners));
    });
    evidence
}

struct Claim {
    tokens: usize,
    evidence: Bits,
}

/// A share is tokens min(E, 4S)^2 / (L (4S)^2): with outputs of a megabyte the whole stays below 2^80.
fn apportion(claims: &[Claim], output_tokens: usize, threshold: Bits) -> (Vec<u32>, u32) {
    let full = 4 * threshold.unsigned_abs() as u128;
    let part = |claim: &Claim| {
        let weight = full.min(claim.evidence.unsigned_abs() as u128);
        claim.tokens as u128 * weight * weight
    };
    ppb::apportion(&claims.iter().map(part).collect::<Vec<u128>>(), output_tokens as u128 * full * full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_remainders_go_to_earlier_rows_and_to_the_unattributed_part_last() {
        let full = Claim { tokens: 1, evidence: 400 };
        assert_eq!(apportion(&[full], 3, 100), (vec![333_333_333], 666_666_667));
        let thirds: Vec<Claim> = (0..3).map(|_| Claim { tokens: 1, evidence: 500 }).collect();
        assert_eq!(apportion(&thirds, 3, 100), (vec![333_333_334, 333_333_333, 333_333_333], 0));
        let sixths: Vec<Claim> = (0..5).map(|_| Claim { tokens: 1, evidence: 400 }).collect();
        let (shares, unattributed) = apportion(&sixths, 6, 100);
        assert_eq!(
            (shares, unattributed),
            (vec![166_666_667, 166_666_667, 166_666_667, 166_666_667, 166_666_666], 166_666_666)
        );
    }
}
