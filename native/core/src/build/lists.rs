//! What changes do to the lists of a manifest: rows are numbered, marked as removed, and merged groups take the places of those they were made of.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::merging::Merged;
use super::roster::Leaving;
use crate::shelf::Shelf;
use crate::store::manifest::{GroupRecord, Manifest, SegmentRecord};
use crate::text::row::RowNumber;

/// Numbers the rows of all segments, those that were removed too.
pub(crate) fn number_rows(segments: &mut [SegmentRecord]) {
    let mut first_row = 0;
    for segment in segments {
        segment.first_row = first_row;
        first_row += segment.rows;
    }
}

/// Marks rows as removed in a manifest, and tells whose they were.
pub(crate) fn mark_removed(shelf: &Shelf, manifest: &mut Manifest, rows: &BTreeSet<RowNumber>) -> Leaving {
    let mut leaving = Leaving::new();
    for (segment, record) in shelf.segments().iter().zip(&mut manifest.segments) {
        let view = segment.view();
        for (local, row) in rows.iter().filter_map(|row| Some((view.local_row(*row)?, *row))) {
            record.removed.rows.push(local as u32);
            record.removed.tokens += view.row_tokens(local).len() as u64;
            leaving.entry(view.owner(local as u32)).or_default().insert(row);
        }
        record.removed.rows.sort_unstable();
    }
    leaving
}

/// What came of putting merged groups into a manifest.
#[derive(Default)]
pub(crate) struct Spliced {
    /// Whether rows were left out, so that those behind them have new numbers.
    pub(crate) is_shifted: bool,
    /// Files of groups that nobody asks for any more.
    pub(crate) unasked: Vec<String>,
}

/// Puts merged groups where the groups stood that they were made of.
pub(crate) fn splice(manifest: &mut Manifest, merged: Vec<Merged>) -> Spliced {
    let mut spliced = Spliced::default();
    for merged in merged {
        let unasked = match merged {
            Merged::Segments { of, into } => {
                let left_out =
                    |segment: &SegmentRecord| of.contains(&segment.group.name) && !segment.removed.is_empty();
                spliced.is_shifted |= manifest.segments.iter().any(left_out);
                put(&mut manifest.segments, |segment| &segment.group, &of, into)
            }
            Merged::Counts { of, into } => put(&mut manifest.counts, |group| group, &of, vec![into]),
        };
        spliced.unasked.extend(unasked);
    }
    spliced
}

/// Gives back the files of `into` where not all of the others stand any more: counts may have been counted again since.
fn put<R>(
    groups: &mut Vec<R>,
    group: impl Fn(&R) -> &GroupRecord,
    of: &[String],
    into: Vec<R>,
) -> Vec<String> {
    let is_one = |standing: &R| of.contains(&group(standing).name);
    if groups.iter().filter(|standing| is_one(standing)).count() < of.len() {
        return into.iter().flat_map(|merged| group(merged).files.keys().cloned()).collect();
    }
    let at = groups.iter().position(is_one).unwrap_or(groups.len());
    groups.retain(|standing| !is_one(standing));
    groups.splice(at..at, into);
    Vec::new()
}

/// Gives groups names that none had yet.
#[derive(Clone)]
pub(crate) struct FreshNames(Arc<AtomicU64>);

impl FreshNames {
    /// Above every number that names a group.
    pub(crate) fn beyond(manifest: &Manifest) -> Self {
        let names = manifest.groups().filter_map(|group| group.name.parse::<u64>().ok());
        Self(Arc::new(AtomicU64::new(names.max().map_or(0, |name| name + 1))))
    }

    pub(crate) fn next(&self) -> String {
        self.0.fetch_add(1, Ordering::Relaxed).to_string()
    }
}
