//! `suffix-array/1` written down as the rule reads: quadratic and worse, no index, nothing shared with the engine but the tokenizer's crate and
//! the logarithm. Rule numbers are those of the decisions in docs/attribution.md.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use attribution::{Parameters, Row};
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

struct Oracle<'a> {
    rows: &'a [Row],
    tokens: Vec<Vec<u32>>,
    output: Vec<u32>,
    parameters: &'a Parameters,
    df1: BTreeMap<u32, usize>,
    df2: BTreeMap<(u32, u32), usize>,
    total: usize,
    threshold: i64,
}

#[derive(Clone)]
struct Window {
    span: Range<usize>,
    row: usize,
    owners: usize,
}

fn encode(text: &str) -> Vec<u32> {
    bpe_openai::cl100k_base().encode(text)
}

fn bytes(tokens: &[u32]) -> Vec<u8> {
    bpe_openai::cl100k_base().bpe.decode_tokens(tokens)
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn bits(value: f64) -> i64 {
    (value * 65536.0 + 0.5).floor() as i64
}

fn stands_in(window: &[u32], row: &[u32]) -> bool {
    row.windows(window.len()).any(|place| place == window)
}

/// The whole answer, as the command line prints it.
pub fn answer(rows: &[Row], text: &str, parameters: &Parameters) -> Value {
    let tokens: Vec<Vec<u32>> = rows.iter().map(|row| encode(&row.text)).collect();
    let output = encode(text);
    let all: usize = tokens.iter().map(Vec::len).sum();
    let nothing = json!({
        "method": parameters.method(), "tokens": output.len(), "unattributedPpb": 1_000_000_000,
        "shares": [], "passages": [], "passagesTotal": 0,
    });
    if output.len() < parameters.min_tokens || all == 0 {
        return nothing;
    }
    let ln = libm::log;
    let threshold = bits(ln(all as f64)) + bits(ln(output.len() as f64)) + bits(ln(1.0 / parameters.alpha));
    let mut oracle = Oracle {
        rows,
        tokens,
        output,
        parameters,
        df1: BTreeMap::new(),
        df2: BTreeMap::new(),
        total: 0,
        threshold,
    };
    oracle.count();
    oracle.answer(text)
}

impl Oracle<'_> {
    /// Rule 6.
    fn count(&mut self) {
        let mut singles = BTreeSet::new();
        let mut pairs = BTreeSet::new();
        for (row, tokens) in self.rows.iter().zip(&self.tokens) {
            singles.extend(tokens.iter().map(|token| (*token, row.owner())));
            pairs.extend(tokens.windows(2).map(|pair| ((pair[0], pair[1]), row.owner())));
        }
        for (token, _) in singles {
            *self.df1.entry(token).or_default() += 1;
            self.total += 1;
        }
        for (pair, _) in pairs {
            *self.df2.entry(pair).or_default() += 1;
        }
    }

    fn holders(&self, span: &Range<usize>) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| stands_in(&self.output[span.clone()], &self.tokens[*row])).collect()
    }

    fn owners(&self, holders: &[usize]) -> usize {
        holders.iter().map(|row| self.rows[*row].owner()).collect::<BTreeSet<_>>().len()
    }

    /// Rules 7 and 8: the information of the token at `at` in a window that begins at `start` and has `o` owners.
    fn term(&self, at: usize, start: usize, o: usize) -> i64 {
        let df1 = |at: usize| self.df1.get(&self.output[at]).copied().unwrap_or(0);
        let p1 = (df1(at).saturating_sub(o) as f64 + 1.0) / ((self.total + 100_277) as f64);
        if at == start {
            return bits(-libm::log(p1));
        }
        let pair = (self.output[at - 1], self.output[at]);
        let c = self.df2.get(&pair).copied().unwrap_or(0).saturating_sub(o);
        let mu = self.parameters.mu;
        let p = (c as f64 + mu * p1) / (df1(at - 1).saturating_sub(o).max(c) as f64 + mu);
        bits(-libm::log(p))
    }

    fn information(&self, span: &Range<usize>, o: usize) -> i64 {
        span.clone().map(|at| self.term(at, span.start, o)).sum()
    }

    /// Rules 10 to 12.
    fn windows(&self) -> Vec<Window> {
        let mut candidates = Vec::new();
        for start in 0..self.output.len() {
            for end in start + self.parameters.min_tokens..=self.output.len() {
                let holders = self.holders(&(start..end));
                let owners = self.owners(&holders);
                if holders.is_empty() {
                    break;
                }
                if owners <= self.parameters.max_owners
                    && self.information(&(start..end), owners) >= self.threshold
                {
                    candidates.push(Window { span: start..end, row: holders[0], owners });
                    break;
                }
            }
        }
        let inside = |one: &Window, other: &Window| {
            one.span != other.span && one.span.start <= other.span.start && other.span.end <= one.span.end
        };
        candidates.iter().filter(|one| !candidates.iter().any(|other| inside(one, other))).cloned().collect()
    }

    fn answer(&self, text: &str) -> Value {
        let windows = self.windows();
        let owner_of = |at: usize| {
            windows.iter().filter(|window| window.span.contains(&at)).map(|window| window.row).min()
        };
        let tokens: Vec<Option<usize>> = (0..self.output.len()).map(owner_of).collect();
        let (shares, unattributed) = self.shares(&windows, &tokens);
        let (passages, total) = self.passages(text, &windows, &tokens);
        json!({
            "method": self.parameters.method(), "tokens": self.output.len(), "unattributedPpb": unattributed,
            "shares": shares, "passages": passages, "passagesTotal": total,
        })
    }

    /// Rules 13 to 15.
    fn shares(&self, windows: &[Window], tokens: &[Option<usize>]) -> (Vec<Value>, u128) {
        let rows: BTreeSet<usize> = tokens.iter().flatten().copied().collect();
        let full = 4 * self.threshold as u128;
        let whole = self.output.len() as u128 * full * full;
        let mut claims: Vec<(usize, usize, i64, u128)> = Vec::new();
        for row in rows {
            let own = |at: &usize| tokens[*at] == Some(row);
            let best = |at: usize| {
                let covering = windows.iter().filter(|window| window.row == row && window.span.contains(&at));
                covering.map(|window| self.term(at, window.span.start, window.owners)).max().unwrap()
            };
            let evidence: i64 = (0..tokens.len()).filter(own).map(best).sum();
            let count = (0..tokens.len()).filter(own).count();
            let weight = full.min(evidence as u128);
            claims.push((row, count, evidence, 1_000_000_000 * count as u128 * weight * weight));
        }
        let unattributed = 1_000_000_000 * whole - claims.iter().map(|claim| claim.3).sum::<u128>();
        let mut parts: Vec<u128> =
            claims.iter().map(|claim| claim.3 / whole).chain([unattributed / whole]).collect();
        let mut order: Vec<(std::cmp::Reverse<u128>, usize)> = claims
            .iter()
            .map(|claim| claim.3)
            .chain([unattributed])
            .map(|part| std::cmp::Reverse(part % whole))
            .zip(0..)
            .collect();
        order.sort();
        let missing = 1_000_000_000 - parts.iter().sum::<u128>();
        for (_, at) in order.into_iter().take(missing as usize) {
            parts[at] += 1;
        }
        let mut listed: Vec<_> = claims.iter().zip(&parts).collect();
        listed.sort_by_key(|(claim, part)| (std::cmp::Reverse(**part), claim.0));
        let values = listed.into_iter().map(|((row, count, evidence, _), part)| {
            let row = &self.rows[*row];
            let evidence = *evidence as f64 / self.threshold as f64;
            json!({ "id": row.id, "owner": row.owner(), "sharePpb": *part as u64, "tokens": count, "evidence": evidence })
        });
        (values.collect(), parts[claims.len()])
    }

    /// Rule 18: whether a span is common to the output and one row.
    fn is_common(&self, span: &Range<usize>, row: usize) -> bool {
        let stands = |span: Range<usize>| stands_in(&self.output[span], &self.tokens[row]);
        stands(span.clone())
            && (span.start == 0 || !stands(span.start - 1..span.end))
            && (span.end == self.output.len() || !stands(span.start..span.end + 1))
    }

    /// Rules 18 to 22.
    fn passages(&self, text: &str, windows: &[Window], tokens: &[Option<usize>]) -> (Vec<Value>, usize) {
        let mut shown = Vec::new();
        for start in 0..self.output.len() {
            for end in start + 1..=self.output.len() {
                let span = start..end;
                let holders = self.holders(&span);
                if holders.is_empty() {
                    break;
                }
                let Some(reason) = self.reason(&span, &holders, windows, tokens) else { continue };
                let Some(place) =
                    trim(text, bytes(&self.output[..start]).len()..bytes(&self.output[..end]).len())
                else {
                    continue;
                };
                let information = self.information(&span, self.owners(&holders));
                shown.push((span, reason, place, information));
            }
        }
        let total = shown.len();
        shown.sort_by_key(|(span, reason, _, information)| {
            (!reason.is_empty(), std::cmp::Reverse(*information), span.start, span.end)
        });
        shown.truncate(self.parameters.max_passages);
        shown.sort_by_key(|(span, ..)| (span.start, span.end));
        let values = shown.into_iter().map(|(span, reason, place, _)| {
            let mut passage = self.passage(text, span.clone(), reason, place);
            passage["window"] = self.deciding_window(&span, reason, windows, tokens);
            passage
        });
        (values.collect(), total)
    }

    /// "" for a credited span, `None` for one that is not shown.
    fn reason(
        &self,
        span: &Range<usize>,
        holders: &[usize],
        windows: &[Window],
        tokens: &[Option<usize>],
    ) -> Option<&'static str> {
        let inside = |window: &&Window| span.start <= window.span.start && window.span.end <= span.end;
        let credited = windows.iter().filter(inside).any(|window| {
            self.is_common(span, window.row) && window.span.clone().any(|at| tokens[at] == Some(window.row))
        });
        if credited {
            return Some("");
        }
        if !holders.iter().all(|row| self.is_common(span, *row)) {
            return None;
        }
        let owners = self.owners(holders);
        let common = owners > self.parameters.max_owners;
        if span.len() < self.parameters.min_tokens {
            return (span.len() >= 2 && !common && self.information(span, owners) >= self.threshold)
                .then_some("SHORT");
        }
        if common {
            return Some("BOILERPLATE");
        }
        Some(if windows.iter().any(|window| inside(&window)) { "EARLIER" } else { "CHANCE" })
    }

    /// Rule 20.
    fn deciding_window(
        &self,
        span: &Range<usize>,
        reason: &str,
        windows: &[Window],
        tokens: &[Option<usize>],
    ) -> Value {
        let mut best: Option<(i64, &Window, usize)> = None;
        for window in windows.iter().filter(|one| span.start <= one.span.start && one.span.end <= span.end) {
            let got = match reason {
                "" => (window.span.clone().any(|at| tokens[at] == Some(window.row))
                    && self.is_common(span, window.row))
                .then_some(window.row),
                "EARLIER" => tokens[window.span.start],
                _ => None,
            };
            let said = self.information(&window.span, window.owners);
            if let Some(row) = got.filter(|_| best.is_none_or(|(most, ..)| said > most)) {
                best = Some((said, window, row));
            }
        }
        best.map_or(Value::Null, |(said, window, row)| {
            json!({
                "tokens": window.span.len(), "information": said as f64 / 65536.0, "owners": window.owners,
                "id": self.rows[row].id,
            })
        })
    }

    fn passage(&self, text: &str, span: Range<usize>, reason: &str, place: Range<usize>) -> Value {
        let holders = self.holders(&span);
        let owners = self.owners(&holders);
        let sources: Vec<usize> = holders.into_iter().filter(|row| self.is_common(&span, *row)).collect();
        let first_byte = bytes(&self.output[..span.start]).len();
        let shown = &text[place.clone()];
        let listed = sources.iter().take(self.parameters.max_sources).map(|row| {
            let tokens = &self.tokens[*row];
            let wanted = &self.output[span.clone()];
            let at = tokens.windows(wanted.len()).position(|window| window == wanted).unwrap();
            let start = bytes(&tokens[..at]).len() + place.start - first_byte;
            let source = &self.rows[*row];
            assert_eq!(&source.text[start..start + shown.len()], shown);
            let start = units(&source.text[..start]);
            json!({ "id": source.id, "sourceStart": start, "sourceEnd": start + units(shown) })
        });
        json!({
            "start": units(&text[..place.start]), "end": units(&text[..place.end]), "tokens": span.len(), "text": shown,
            "information": self.information(&span, owners) as f64 / 65536.0, "threshold": self.threshold as f64 / 65536.0,
            "owners": owners, "credited": reason.is_empty(), "reason": if reason.is_empty() { Value::Null } else { json!(reason) },
            "sources": listed.collect::<Vec<_>>(), "sourcesTotal": sources.len(),
        })
    }
}

/// Rule 21.
fn trim(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let characters: Vec<usize> = (span.start..=span.end).filter(|at| text.is_char_boundary(*at)).collect();
    let (first, last) = (*characters.first()?, *characters.last()?);
    if first == last {
        return None;
    }
    let borders = text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]);
    let words: Vec<usize> = borders.filter(|at| first <= *at && *at <= last).collect();
    match words[..] {
        [start, .., end] => Some(start..end),
        _ => Some(first..last),
    }
}
