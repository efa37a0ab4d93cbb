//! The split of credit between rows that were looked up, as JavaScript asks for it.

use attribution::{Error, Index, Result, RetrievalStatus, Retrieved, Watch};
use napi::bindgen_prelude::Utf16String;
use napi_derive::napi;

use crate::text::decode;

/// A row of the list that came with an inference.
#[napi(object)]
pub struct RetrievedRow {
    /// Its name.
    #[napi(ts_type = "string")]
    pub id: Utf16String,
    /// keccak256 of its text's UTF-8 (neither SHA-256 nor SHA3-256): 64 hex digits, with or without 0x.
    pub hash: String,
    /// How well it fitted: a plain decimal number that is not negative.
    pub score: String,
}

/// The split of an output's credit by what was looked up.
#[napi(object)]
pub struct RetrievalShares {
    /// `retrieval/1`.
    pub method: String,
    /// The engine's version.
    pub engine: String,
    /// What did not verify. With the shares it makes 1000000000.
    pub unattributed_ppb: u32,
    /// One for each listed row, in the list's order.
    pub shares: Vec<RetrievalShare>,
}

/// A listed row's share.
#[napi(object)]
pub struct RetrievalShare {
    /// The row.
    pub id: String,
    /// Parts per billion; 0 when it did not verify.
    pub share_ppb: u32,
    /// `VERIFIED`, `UNKNOWN_ROW` or `HASH_MISMATCH`.
    pub status: String,
}

pub(crate) fn split(index: &Index, listed: &[RetrievedRow], watch: Watch<'_>) -> Result<RetrievalShares> {
    let listed: Vec<Retrieved> = listed.iter().map(retrieved).collect::<Result<_>>()?;
    let split = index.retrieval_shares(&listed, watch)?;
    let shares = listed.into_iter().zip(split.shares_ppb).zip(split.statuses);
    let share = |((row, share_ppb), status): ((Retrieved, u32), RetrievalStatus)| RetrievalShare {
        id: row.id,
        share_ppb,
        status: name_of(status).into(),
    };
    Ok(RetrievalShares {
        method: attribution::RETRIEVAL_METHOD.into(),
        engine: attribution::VERSION.into(),
        unattributed_ppb: split.unattributed_ppb,
        shares: shares.map(share).collect(),
    })
}

fn retrieved(row: &RetrievedRow) -> Result<Retrieved> {
    let id = decode(&row.id, "a row's id")?;
    Ok(Retrieved { id, hash: hash_of(&row.hash)?, score: row.score.clone() })
}

fn hash_of(hex: &str) -> Result<[u8; 32]> {
    let refuse = || {
        Error::bad_parameter(
            "a hash",
            format!("{:?}", hex.chars().take(70).collect::<String>()),
            "64 hex digits",
        )
    };
    let digits = hex.strip_prefix("0x").unwrap_or(hex).as_bytes();
    let mut hash = [0; 32];
    if digits.len() != 2 * hash.len() {
        return Err(refuse());
    }
    for (byte, pair) in hash.iter_mut().zip(digits.as_chunks::<2>().0) {
        let value = |digit: u8| char::from(digit).to_digit(16).ok_or_else(refuse);
        *byte = (value(pair[0])? * 16 + value(pair[1])?) as u8;
    }
    Ok(hash)
}

fn name_of(status: RetrievalStatus) -> &'static str {
    match status {
        RetrievalStatus::Verified => "VERIFIED",
        RetrievalStatus::UnknownRow => "UNKNOWN_ROW",
        RetrievalStatus::HashMismatch => "HASH_MISMATCH",
    }
}
