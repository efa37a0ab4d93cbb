//! Which token some bytes are. Nearly every question is about a short word: its bytes themselves are the key, and the answer lies beside it, one look into memory away.

use std::collections::HashMap;

use super::tokenizer::Token;
use crate::files::prefetch::prefetch;

/// No token.
pub(crate) const NONE: Token = Token::MAX;

/// Bytes of a short key; two tokens in three have no more.
const SHORT_BYTES: usize = 8;

/// Bytes that a key can have; one token in 20 has more.
const KEY_BYTES: usize = 16;

/// Twice the slots that the short tokens of the vocabulary take: a search looks at one or two, and all of them are 2 MB.
const SLOT_BITS: u32 = 17;

/// Ten bits for each token: of what is none, nine in ten are told without a look at a slot. 128 KB, which stay near the processor.
const FILTER_BITS: u32 = 20;

/// The vocabulary by its bytes.
pub(crate) struct Spellings {
    short: Vec<Slot<u64>>,
    medium: Vec<Slot<u128>>,
    long: HashMap<&'static [u8], Token>,
    filter: Vec<u64>,
}

/// A piece of a text that is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Sought<'t> {
    text: &'t [u8],
    length: usize,
    key: u128,
    hash: u64,
}

impl<'t> Sought<'t> {
    /// What is looked for.
    pub(crate) fn piece(&self) -> &'t [u8] {
        &self.text[..self.length]
    }

    /// The same, and what follows it.
    pub(crate) fn text(&self) -> &'t [u8] {
        self.text
    }
}

#[derive(Clone, Copy)]
struct Slot<K> {
    /// The bytes, zeros behind them.
    key: K,
    token: Token,
    /// 0 in a slot that is empty.
    length: u32,
}

impl Spellings {
    /// Frequent tokens come first in a vocabulary of byte pairs, so they have the slots that are looked at first.
    pub(crate) fn of(tokens: impl Iterator<Item = (&'static [u8], Token)>) -> Self {
        let mut spellings = Self {
            short: vec![Slot { key: 0, token: NONE, length: 0 }; 1 << SLOT_BITS],
            medium: vec![Slot { key: 0, token: NONE, length: 0 }; 1 << SLOT_BITS],
            long: HashMap::new(),
            filter: vec![0; 1 << (FILTER_BITS - 6)],
        };
        for (bytes, token) in tokens {
            if bytes.len() > KEY_BYTES {
                spellings.long.insert(bytes, token);
                continue;
            }
            let (key, length) = (key(bytes, bytes.len()), bytes.len() as u32);
            let hash = hash(key);
            spellings.filter[filter_word(hash)] |= filter_bit(hash);
            match bytes.len() <= SHORT_BYTES {
                true => insert(&mut spellings.short, hash, Slot { key: key as u64, token, length }),
                false => insert(&mut spellings.medium, hash, Slot { key, token, length }),
            }
        }
        spellings
    }

    /// Begins to look for the token that the first `length` bytes of `text` are. What follows them is read, never looked at.
    #[inline]
    pub(crate) fn seek<'t>(&self, text: &'t [u8], length: usize) -> Sought<'t> {
        let key = if length > KEY_BYTES { 0 } else { key(text, length) };
        let hash = hash(key);
        match length <= SHORT_BYTES {
            true => prefetch(&self.short, first_slot(hash)),
            false => prefetch(&self.medium, first_slot(hash)),
        }
        Sought { text, length, key, hash }
    }

    /// The token, or `NONE`.
    #[inline]
    pub(crate) fn find(&self, sought: &Sought<'_>) -> Token {
        match sought.length > KEY_BYTES {
            true => self.long.get(sought.piece()).copied().unwrap_or(NONE),
            false => self.look_up(sought.key, sought.hash, sought.length),
        }
    }

    /// As [`Self::seek`] and [`Self::find`], quicker for what mostly is no token.
    #[inline]
    pub(crate) fn find_rare(&self, text: &[u8], length: usize) -> Token {
        if length > KEY_BYTES {
            return self.long.get(&text[..length]).copied().unwrap_or(NONE);
        }
        let key = key(text, length);
        let hash = hash(key);
        match self.filter[filter_word(hash)] & filter_bit(hash) {
            0 => NONE,
            _ => self.look_up(key, hash, length),
        }
    }

    #[inline]
    fn look_up(&self, key: u128, hash: u64, length: usize) -> Token {
        match length <= SHORT_BYTES {
            true => search(&self.short, hash, (key as u64, length as u32)),
            false => search(&self.medium, hash, (key, length as u32)),
        }
    }
}

fn insert<K>(slots: &mut [Slot<K>], hash: u64, slot: Slot<K>) {
    let mut at = first_slot(hash);
    while slots[at].length > 0 {
        at = (at + 1) % slots.len();
    }
    slots[at] = slot;
}

#[inline]
fn search<K: PartialEq>(slots: &[Slot<K>], hash: u64, (key, length): (K, u32)) -> Token {
    let mut at = first_slot(hash);
    loop {
        let slot = &slots[at];
        if (slot.key == key && slot.length == length) || slot.length == 0 {
            return slot.token;
        }
        at = (at + 1) % slots.len();
    }
}

/// The first bytes of a text as a number, zeros for what follows them.
#[inline]
fn key(text: &[u8], length: usize) -> u128 {
    match text.first_chunk::<KEY_BYTES>() {
        Some(bytes) if length > 0 => u128::from_le_bytes(*bytes) & (u128::MAX >> (128 - 8 * length)),
        _ => {
            let mut bytes = [0; KEY_BYTES];
            bytes[..length].copy_from_slice(&text[..length]);
            u128::from_le_bytes(bytes)
        }
    }
}

#[inline]
fn hash(key: u128) -> u64 {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB)
}

fn first_slot(hash: u64) -> usize {
    (hash >> (u64::BITS - SLOT_BITS)) as usize
}

fn filter_word(hash: u64) -> usize {
    (hash >> (u64::BITS - FILTER_BITS + 6)) as usize
}

/// By bits of the hash that decide nothing else.
fn filter_bit(hash: u64) -> u64 {
    1 << (hash >> 8 & 63)
}
