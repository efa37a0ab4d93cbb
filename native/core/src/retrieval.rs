//! `retrieval/1`: what part of an output's credit each row gets that was looked up for it. Every row is checked: it must exist, with that text.

use std::collections::HashSet;

use sha3::{Digest, Keccak256};

use crate::error::{Error, Result};
use crate::files::checked::refusing;
use crate::index::Index;
use crate::ppb::apportion;
use crate::selection::places_of;
use crate::store::segment::Segment;
use crate::text::tokenizer::Tokenizer;
use crate::watch::{Brake, Watch};

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
    /// The hash of its text, as the list has it: keccak256 of the UTF-8, with which a contribution's tree has it. Neither SHA-256 nor SHA3-256.
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

impl Index {
    /// Splits the credit between listed rows by their scores. Each is looked for in this index, and its text hashed: what does not exist or has another hash gets
    /// nothing. A list without a score above zero attributes nothing. Reads the names of rows until all that are listed are found.
    ///
    /// # Errors
    /// The list is too long, names a row twice, or has a score that is no plain decimal number; or a block is damaged that a listed row may stand in; or it was
    /// cancelled.
    pub fn retrieval_shares(&self, listed: &[Retrieved], watch: Watch<'_>) -> Result<RetrievalShares> {
        let scores = scores_of(listed)?;
        let statuses = refusing(|| self.statuses_of(listed, watch.brake()))?;
        let credited = statuses.iter().zip(&scores).map(|(status, score)| match status {
            RetrievalStatus::Verified => *score,
            RetrievalStatus::UnknownRow | RetrievalStatus::HashMismatch => 0,
        });
        let (shares_ppb, unattributed_ppb) = apportion(&credited.collect::<Vec<u128>>(), scores.iter().sum());
        Ok(RetrievalShares { statuses, shares_ppb, unattributed_ppb })
    }

    fn statuses_of(&self, listed: &[Retrieved], brake: Brake<'_>) -> Result<Vec<RetrievalStatus>> {
        let ids: HashSet<&str> = listed.iter().map(|row| row.id.as_str()).collect();
        let places = places_of(self.segments(), &ids, brake)?;
        let status = |row: &Retrieved| match places.get(row.id.as_str()) {
            None => Ok(RetrievalStatus::UnknownRow),
            Some((segment, local)) => match hash_of_text(&self.segments()[*segment], *local)? == row.hash {
                true => Ok(RetrievalStatus::Verified),
                false => Ok(RetrievalStatus::HashMismatch),
            },
        };
        listed.iter().map(|row| brake.check().and_then(|()| status(row))).collect()
    }
}

/// The scores of a list that can be taken.
fn scores_of(listed: &[Retrieved]) -> Result<Vec<u128>> {
    if listed.len() > MAX_RETRIEVED {
        let range = format!("at most {MAX_RETRIEVED}");
        return Err(Error::bad_parameter("the number of listed rows", listed.len(), range));
    }
    let mut ids = HashSet::new();
    let score = |(position, row): (usize, &'_ Retrieved)| {
        let refuse = |reason: String| Error::bad_listing(position, reason);
        if row.id.is_empty() {
            return Err(refuse("its id is empty".into()));
        }
        if !ids.insert(row.id.clone()) {
            return Err(refuse(format!("{:?} is listed before", row.id)));
        }
        parse(&row.score).ok_or_else(|| refuse(not_a_score(&row.score)))
    };
    listed.iter().enumerate().map(score).collect()
}

/// The hash of a row's text, which is what its tokens spell.
fn hash_of_text(segment: &Segment, local_row: usize) -> Result<[u8; 32]> {
    let tokenizer = Tokenizer::get();
    let mut hash = Keccak256::new();
    for token in segment.view().row_tokens(local_row) {
        let unknown = || Error::internal(format!("{token} is no token"));
        hash.update(tokenizer.bytes_of(*token).ok_or_else(unknown)?);
    }
    Ok(hash.finalize().into())
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
