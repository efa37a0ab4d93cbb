//! What changes do to the lists of a manifest: rows are numbered, marked as removed, and merged groups take the places of those they were made of.

use std::collections::BTreeSet;

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

/// Puts merged groups where the groups stood that they were made of. Returns whether rows were left out, so that those behind them have new numbers.
pub(crate) fn splice(manifest: &mut Manifest, merged: Vec<Merged>) -> bool {
    let mut is_shifted = false;
    for merged in merged {
        is_shifted |= splice_one(manifest, merged);
    }
    is_shifted
}

fn splice_one(manifest: &mut Manifest, merged: Merged) -> bool {
    fn place<T>(groups: &mut Vec<T>, name: impl Fn(&T) -> &String, of: &[String], into: T) {
        // Counts may have been counted again since: then nobody asks for their sum any more.
        if groups.iter().filter(|group| of.contains(name(group))).count() < of.len() {
            return;
        }
        let at = groups.iter().position(|group| of.contains(name(group))).unwrap_or(groups.len());
        groups.retain(|group| !of.contains(name(group)));
        groups.insert(at, into);
    }
    match merged {
        Merged::Segments { of, into } => {
            let left_out =
                |segment: &SegmentRecord| of.contains(&segment.group.name) && !segment.removed.is_empty();
            let is_shifted = manifest.segments.iter().any(left_out);
            place(&mut manifest.segments, |segment| &segment.group.name, &of, into);
            is_shifted
        }
        Merged::Counts { of, into } => {
            place(&mut manifest.counts, |group: &GroupRecord| &group.name, &of, into);
            false
        }
    }
}

/// Above every number that names a group.
pub(crate) fn next_name(manifest: &Manifest) -> u64 {
    let groups = manifest.segments.iter().map(|segment| &segment.group).chain(&manifest.counts);
    groups.filter_map(|group| group.name.parse::<u64>().ok()).max().map_or(0, |name| name + 1)
}
