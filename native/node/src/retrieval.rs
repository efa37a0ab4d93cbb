//! The split of credit between rows that were looked up, as JavaScript asks for it.

use std::collections::HashMap;

use attribution::{Error, MAX_RETRIEVED, Result, RetrievalStatus};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Utf16String};
use napi_derive::napi;

use crate::error::to_js;
use crate::task::{Job, run};
use crate::text::decode;

/// A row of the list that came with an inference.
#[napi(object)]
pub struct RetrievedRow {
    /// Its name.
    #[napi(ts_type = "string")]
    pub id: Utf16String,
    /// The hash of its text: 64 hex digits, with or without 0x.
    pub hash: String,
    /// How well it fitted: a plain decimal number that is not negative.
    pub score: String,
}

/// A row that exists.
#[napi(object)]
pub struct KnownRow {
    /// Its name.
    #[napi(ts_type = "string")]
    pub id: Utf16String,
    /// The hash of its text.
    pub hash: String,
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

/// Splits the credit between listed rows by their scores; the part of rows that are not known, or have another hash, is unattributed.
#[napi(ts_return_type = "Promise<RetrievalShares>")]
pub fn retrieval_shares(
    env: Env,
    listed: Vec<RetrievedRow>,
    known: Vec<KnownRow>,
) -> napi::Result<AsyncTask<Job<RetrievalShares>>> {
    for (name, length) in
        [("the number of listed rows", listed.len()), ("the number of known rows", known.len())]
    {
        if length > MAX_RETRIEVED {
            let error = Error::bad_parameter(name, length, format!("at most {MAX_RETRIEVED}"));
            return Err(to_js(env, &error));
        }
    }
    Ok(run(move || split(&listed, &known)))
}

fn split(listed: &[RetrievedRow], known: &[KnownRow]) -> Result<RetrievalShares> {
    let listed: Vec<attribution::Retrieved> = listed.iter().map(retrieved).collect::<Result<_>>()?;
    let known = known.iter().map(|row| Ok((decode(&row.id, "a row's id")?, hash_of(&row.hash)?)));
    let known: HashMap<String, [u8; 32]> = known.collect::<Result<_>>()?;
    let split = attribution::retrieval_shares(&listed, &known)?;
    let shares = listed.into_iter().zip(split.shares_ppb).zip(split.statuses);
    let share = |((row, share_ppb), status): ((attribution::Retrieved, u32), RetrievalStatus)| {
        RetrievalShare { id: row.id, share_ppb, status: name_of(status).into() }
    };
    Ok(RetrievalShares {
        method: attribution::RETRIEVAL_METHOD.into(),
        engine: attribution::VERSION.into(),
        unattributed_ppb: split.unattributed_ppb,
        shares: shares.map(share).collect(),
    })
}

fn retrieved(row: &RetrievedRow) -> Result<attribution::Retrieved> {
    let id = decode(&row.id, "a row's id")?;
    Ok(attribution::Retrieved { id, hash: hash_of(&row.hash)?, score: row.score.clone() })
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
