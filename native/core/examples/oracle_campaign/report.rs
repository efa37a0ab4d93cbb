//! What a campaign saw: how many cases of each family, and how many of them had anything to decide.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use serde_json::Value;

use crate::support::corpora::Family;

#[derive(Default)]
pub struct Report {
    families: BTreeMap<Family, u64>,
    /// Cases that were also held against the claims that need further indexes.
    pub further: u64,
    credited: u64,
    several: u64,
    reasons: BTreeMap<String, u64>,
}

impl Report {
    pub fn count(&mut self, family: Family) {
        *self.families.entry(family).or_default() += 1;
    }

    /// What an answer decided: a campaign in which nobody is ever paid would prove little.
    pub fn look(&mut self, answer: &Value) {
        let list = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
        let paid = list("shares").len();
        self.credited += u64::from(paid > 0);
        self.several += u64::from(paid > 1);
        for passage in list("passages") {
            let reason = passage["reason"].as_str().unwrap_or("credited").to_owned();
            *self.reasons.entry(reason).or_default() += 1;
        }
    }

    pub fn add(&mut self, other: Self) {
        for (family, count) in other.families {
            *self.families.entry(family).or_default() += count;
        }
        for (reason, count) in other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
        self.further += other.further;
        self.credited += other.credited;
        self.several += other.several;
    }

    pub fn markdown(&self, seed: u64, took: Duration, faults: usize) -> String {
        let all: u64 = self.families.values().sum();
        let (name, borders) = match cfg!(feature = "early-borders") {
            true => (
                "borders",
                " Columns had the forms that large segments need: pointers of one to five bytes, rows of each width, owners further away than a gap tells.",
            ),
            false => ("oracle", ""),
        };
        let mut text = format!(
            "# The engine against its oracle\n\n`npm run campaign:{name} -- --seed {seed} --runs {all}`: {all} data sets, \
             {faults} that differ, {} s.\n\nEvery answer is compared whole: shares, evidence, every passage with its \
             information, reason, owners and sources, and that the parts are 10^9. {} of the data sets were also cut into other \
             segments, asked for some of their rows alone, brought by several commits with others between them that were removed again, merged, asked by two threads at \
             once, and given later clones, which must be paid nothing.{borders}\n\n\
             | the data sets lean on | cases |\n|---|---|\n",
            took.as_secs(),
            self.further,
        );
        for (family, count) in &self.families {
            let _ = writeln!(text, "| {} | {count} |", family.describe());
        }
        let _ = writeln!(
            text,
            "\nSomeone was paid in {} of them, several in {}. Passages shown:\n\n| passage | how many |\n|---|---|",
            self.credited, self.several
        );
        for (reason, count) in &self.reasons {
            let _ = writeln!(text, "| {reason} | {count} |");
        }
        text
    }
}
