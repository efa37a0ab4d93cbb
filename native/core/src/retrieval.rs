//! `retrieval/1`: what part of an output's credit each row gets that was looked up for it. Every row is checked: it must exist, with that text.

use std::collections::{HashMap, HashSet};

use crate::error::{Error, Result};
use crate::ppb::apportion;

/// The name of these shares.
pub const RETRIEVAL_METHOD: &str = "retrieval/1";

/// Rows that an output may have been given. More were not read by any model.
pub const MAX_RETRIEVED: usize = 1000;

/// Digits before and behind the point. Together with the rows and the parts per billion they stay below 2^127.
const WHOLE_DIGITS: usize = 8;
const FRACTION_DIGITS: usize = 18;

/// One row of the list that came with an inference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retrieved {
    /// The row.
    pub id: String,
    /// The hash of its text, as the list has it.
    pub hash: [u8; 32],
    /// How well it fitted: a decimal number that is not negative, such as `0.8125`.
    pub score: String,
}

/// What became of a listed row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetrievalStatus {
    /// The row exists and has that hash.
    Verified,
    /// There is no such row.
    UnknownRow,
    /// The row's text has another hash.
    HashMismatch,
}

/// The split of the credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetrievalShares {
    /// One for each listed row, in the list's order.
    pub statuses: Vec<RetrievalStatus>,
    /// The share of each; 0 for rows that did not verify.
    pub shares_ppb: Vec<u32>,
    /// The part of rows that did not verify. With the shares it makes 10^9.
    pub unattributed_ppb: u32,
}

/// Splits the credit between listed rows by their scores. `known` has the rows that exist with the hashes of their texts.
///
/// A list without a score above zero attributes nothing.
///
/// # Errors
/// The list is too long, names a row twice, or has a score that is no plain decimal number.
pub fn retrieval_shares(listed: &[Retrieved], known: &HashMap<String, [u8; 32]>) -> Result<RetrievalShares> {
    if listed.len() > MAX_RETRIEVED {
        let range = format!("at most {MAX_RETRIEVED}");
        return Err(Error::bad_parameter("the number of listed rows", listed.len(), range));
    }
    let mut ids = HashSet::new();
    let mut scores = Vec::with_capacity(listed.len());
    for (position, row) in listed.iter().enumerate() {
        let refuse = |reason: String| Error::bad_listing(position, reason);
        if row.id.is_empty() {
            return Err(refuse("its id is empty".into()));
        }
        if !ids.insert(&row.id) {
            return Err(refuse(format!("{:?} is listed before", row.id)));
        }
        scores.push(parse(&row.score).ok_or_else(|| refuse(not_a_score(&row.score)))?);
    }
    let statuses: Vec<RetrievalStatus> = listed.iter().map(|row| status(row, known)).collect();
    let credited = statuses.iter().zip(&scores).map(|(status, score)| match status {
        RetrievalStatus::Verified => *score,
        RetrievalStatus::UnknownRow | RetrievalStatus::HashMismatch => 0,
    });
    let (shares_ppb, unattributed_ppb) = apportion(&credited.collect::<Vec<u128>>(), scores.iter().sum());
    Ok(RetrievalShares { statuses, shares_ppb, unattributed_ppb })
}

fn status(row: &Retrieved, known: &HashMap<String, [u8; 32]>) -> RetrievalStatus {
    match known.get(&row.id) {
        None => RetrievalStatus::UnknownRow,
        Some(hash) if *hash == row.hash => RetrievalStatus::Verified,
        Some(_) => RetrievalStatus::HashMismatch,
    }
}

fn not_a_score(score: &str) -> String {
    let shown: String = score.chars().take(40).collect();
    format!(
        "its score is {shown:?}; it must be a decimal number from 0, with at most {WHOLE_DIGITS} digits before the point and {FRACTION_DIGITS} behind it"
    )
}

/// The score in units of 10^-18, exactly: no binary fraction comes between the list and the shares.
fn parse(score: &str) -> Option<u128> {
    let (whole, fraction) = match score.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (score, None),
    };
    let digits = |part: &str, most: usize| {
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.bytes().fold(0, |value, byte| value * 10 + u128::from(byte - b'0')))
    };
    let unit = 10_u128.pow(FRACTION_DIGITS as u32);
    let fraction = match fraction {
        Some(fraction) => {
            digits(fraction, FRACTION_DIGITS)? * 10_u128.pow((FRACTION_DIGITS - fraction.len()) as u32)
        }
        None => 0,
    };
    Some(digits(whole, WHOLE_DIGITS)? * unit + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, hash: u8, score: &str) -> Retrieved {
        Retrieved { id: id.into(), hash: [hash; 32], score: score.into() }
    }

    fn known() -> HashMap<String, [u8; 32]> {
        [("a", 1), ("b", 2), ("c", 3)].into_iter().map(|(id, hash)| (id.to_owned(), [hash; 32])).collect()
    }

    #[test]
    fn credit_follows_scores_and_what_does_not_verify_is_nobodys() {
        let listed = [row("a", 1, "0.5"), row("b", 9, "0.25"), row("gone", 1, "0.125"), row("c", 3, "0.125")];
        let shares = retrieval_shares(&listed, &known()).unwrap();
        use RetrievalStatus::{HashMismatch, UnknownRow, Verified};
        assert_eq!(shares.statuses, [Verified, HashMismatch, UnknownRow, Verified]);
        assert_eq!(shares.shares_ppb, [500_000_000, 0, 0, 125_000_000]);
        assert_eq!(shares.unattributed_ppb, 375_000_000);
    }

    #[test]
    fn what_is_rounded_off_goes_to_the_first() {
        let listed = [row("a", 1, "1"), row("b", 2, "1.0"), row("c", 3, "01.000")];
        let shares = retrieval_shares(&listed, &known()).unwrap();
        assert_eq!(shares.shares_ppb, [333_333_334, 333_333_333, 333_333_333]);
    }

    #[test]
    fn the_largest_list_of_the_largest_scores_is_split() {
        let listed: Vec<Retrieved> =
            (0..MAX_RETRIEVED).map(|at| row(&at.to_string(), 1, "99999999.999999999999999999")).collect();
        let known = listed.iter().map(|row| (row.id.clone(), row.hash)).collect();
        let shares = retrieval_shares(&listed, &known).unwrap();
        assert!(shares.shares_ppb.iter().all(|share| *share == 1_000_000));
    }

    #[test]
    fn lists_of_nothing_attribute_nothing() {
        for listed in [vec![], vec![row("a", 1, "0"), row("b", 2, "0.000")]] {
            assert_eq!(retrieval_shares(&listed, &known()).unwrap().unattributed_ppb, 1_000_000_000);
        }
    }

    #[test]
    fn what_is_no_score_is_refused_with_its_position() {
        for score in [
            "",
            "-1",
            "+1",
            "NaN",
            "Infinity",
            "1e3",
            ".5",
            "5.",
            "1.2.3",
            "1 ",
            "٣",
            "123456789",
            "0.1234567890123456789",
        ] {
            let error = retrieval_shares(&[row("a", 1, "1"), row("b", 2, score)], &known()).unwrap_err();
            assert_eq!(error.code(), "HW531");
            assert!(error.to_string().contains("row 1 of the list"), "{error}");
        }
        let twice = retrieval_shares(&[row("a", 1, "1"), row("a", 1, "1")], &known()).unwrap_err();
        assert_eq!(twice.code(), "HW531");
        let long = vec![row("a", 1, "1"); MAX_RETRIEVED + 1];
        assert_eq!(retrieval_shares(&long, &known()).unwrap_err().code(), "HW510");
    }
}
