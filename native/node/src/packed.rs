//! An answer in two values, numbers and names: making its hundreds of objects one by one through Node-API would hold up the event loop,
//! JavaScript makes them in a tenth of the time.

use std::collections::HashMap;

use attribution::{Attribution, DecidingWindow, Reason};
use napi::bindgen_prelude::Float64Array;
use napi_derive::napi;

/// What `src/attribution/answer.ts` unpacks, in this order.
///
/// Numbers: alpha, mu, maxOwners, minTokens, tokens, unattributedPpb, passagesTotal, then how many names, shares and passages there are; each
/// name's length in UTF-16 units; for each share id, owner, sharePpb, tokens, evidence; for each passage start, end, tokens, information,
/// threshold, owners, reason (0 credited, then `CHANCE`, `BOILERPLATE`, `SHORT`, `EARLIER`), the deciding window's tokens or 0 and then, where there is one, its information,
/// owners and id, sourcesTotal, how many sources follow, and for each of these id, sourceStart, sourceEnd. Ids and owners are numbers of names; the first four names are method, engine, tokenizer and data set.
#[napi(object, object_from_js = false)]
pub struct PackedAttribution {
    /// As above.
    pub numbers: Float64Array,
    /// All names, one after the other.
    pub names: String,
}

impl From<Attribution> for PackedAttribution {
    fn from(answer: Attribution) -> Self {
        let mut names = Names::default();
        for name in [answer.method, attribution::VERSION, answer.tokenizer, &answer.data_set] {
            names.lengths.push(units(name));
            names.text.push_str(name);
        }
        let mut body = Vec::with_capacity(1 << 10);
        for share in &answer.shares {
            let (id, owner) = (names.number(&share.id), names.number(&share.owner));
            body.extend([id, owner, f64::from(share.share_ppb), share.tokens as f64, share.evidence]);
        }
        for passage in &answer.passages {
            let place = [passage.start, passage.end, passage.tokens].map(|number| number as f64);
            body.extend(place);
            body.extend([passage.information, passage.threshold, passage.owners as f64]);
            body.push(number_of(passage.reason));
            match &passage.window {
                None => body.push(0.0),
                Some(DecidingWindow { tokens, information, owners, id }) => {
                    body.extend([*tokens as f64, *information, *owners as f64, names.number(id)]);
                }
            }
            body.extend([passage.sources_total as f64, passage.sources.len() as f64]);
            for source in &passage.sources {
                body.extend([names.number(&source.id), source.source_start as f64, source.source_end as f64]);
            }
        }
        let mut numbers = head(&answer, names.lengths.len());
        numbers.extend(&names.lengths);
        numbers.extend(body);
        Self { numbers: numbers.into(), names: names.text }
    }
}

fn head(answer: &Attribution, names: usize) -> Vec<f64> {
    let parameters = &answer.parameters;
    let whole = [
        parameters.max_owners,
        parameters.min_tokens,
        answer.tokens,
        answer.unattributed_ppb as usize,
        answer.passages_total,
        names,
        answer.shares.len(),
        answer.passages.len(),
    ];
    [parameters.alpha, parameters.mu].into_iter().chain(whole.map(|number| number as f64)).collect()
}

fn number_of(reason: Option<Reason>) -> f64 {
    match reason {
        None => 0.0,
        Some(Reason::Chance) => 1.0,
        Some(Reason::Boilerplate) => 2.0,
        Some(Reason::Short) => 3.0,
        Some(Reason::Earlier) => 4.0,
    }
}

/// Names, each of them once however often it is cited.
#[derive(Default)]
struct Names<'a> {
    text: String,
    lengths: Vec<f64>,
    numbers: HashMap<&'a str, f64>,
}

impl<'a> Names<'a> {
    fn number(&mut self, name: &'a str) -> f64 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.lengths.push(units(name));
            self.text.push_str(name);
            (self.lengths.len() - 1) as f64
        })
    }
}

fn units(name: &str) -> f64 {
    name.chars().map(char::len_utf16).sum::<usize>() as f64
}
