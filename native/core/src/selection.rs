//! Some rows of an index as a data set of their own.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::answer::{Names, Scope};
use crate::build::counts_writer::count;
use crate::error::{Error, Result};
use crate::files::checked::refusing;
use crate::parameters::Parameters;
use crate::query::counts::{Counts, CountsFile};
use crate::result::Attribution;
use crate::store::mask::Mask;
use crate::store::segment::Segment;
use crate::text::data_set::data_set_hash;
use crate::watch::{Brake, Watch};

/// Rows of an index that answers are confined to. It keeps what it needs of the index open.
pub struct Selection {
    /// Those with a chosen row.
    segments: Vec<Arc<Segment>>,
    masks: Vec<Mask>,
    counts: Counts,
    rows: u64,
    tokens: u64,
    data_set: String,
}

impl Selection {
    /// # Errors
    /// It was cancelled.
    pub(crate) fn new(
        segments: &[Arc<Segment>],
        chosen: Chosen,
        data_set: String,
        brake: Brake<'_>,
    ) -> Result<Self> {
        // A segment without a chosen row is left out: nothing of it is read, so that nothing is lost with it.
        let (mut kept, mut masks) = (Vec::new(), Vec::new());
        let (mut rows, mut tokens) = (0, 0);
        for (segment, chosen) in segments.iter().zip(&chosen.0).filter(|(_, chosen)| chosen.contains(&true)) {
            brake.check()?;
            let view = segment.view();
            masks.push(Mask::some(chosen, view.local_rows()));
            for (local, _) in chosen.iter().enumerate().filter(|(_, is_chosen)| **is_chosen) {
                rows += 1;
                tokens += view.row_tokens(local).len() as u64;
            }
            kept.push(Arc::clone(segment));
        }
        let views: Vec<_> =
            kept.iter().zip(&masks).map(|(segment, mask)| segment.view().masked(mask)).collect();
        let counts = Counts::new(vec![Arc::new(CountsFile::held(&count(&views, brake)?)?)]);
        Ok(Self { segments: kept, masks, counts, rows, tokens, data_set })
    }

    /// As [`crate::Index::attribute`], of these rows alone.
    ///
    /// # Errors
    /// As [`crate::Index::attribute`].
    pub fn attribute(&self, text: &str, parameters: &Parameters, watch: Watch<'_>) -> Result<Attribution> {
        let scope = Scope {
            segments: &self.segments,
            masks: Some(&self.masks),
            counts: &self.counts,
            tokens: self.tokens,
            data_set: &self.data_set,
        };
        scope.attribute(text, parameters, watch)
    }

    /// The hash of these rows as a data set, in their order.
    pub fn data_set(&self) -> &str {
        &self.data_set
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// N: how many tokens they have.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }
}

/// For each segment and each of its rows whether it is chosen.
pub(crate) struct Chosen(Vec<Vec<bool>>);

impl Chosen {
    fn none(segments: &[Arc<Segment>]) -> Self {
        Self(segments.iter().map(|segment| vec![false; segment.rows()]).collect())
    }

    /// # Errors
    /// A range that goes beyond the rows.
    pub(crate) fn ranges(segments: &[Arc<Segment>], rows: u64, ranges: &[Range<u64>]) -> Result<Self> {
        if let Some(range) = ranges.iter().find(|range| range.end > rows || range.start > range.end) {
            let value = format!("{}..{}", range.start, range.end);
            return Err(Error::bad_parameter("rows", value, format!("a range of the {rows} rows")));
        }
        let mut wanted = vec![false; rows as usize];
        ranges.iter().for_each(|range| wanted[range.start as usize..range.end as usize].fill(true));
        let mut chosen = Self::none(segments);
        let mut wanted = wanted.into_iter();
        for (segment, of_segment) in segments.iter().zip(&mut chosen.0) {
            segment.live_rows().zip(&mut wanted).for_each(|(local, wanted)| of_segment[local] = wanted);
        }
        Ok(chosen)
    }

    /// # Errors
    /// An id that no row has; or it was cancelled.
    pub(crate) fn ids(segments: &[Arc<Segment>], ids: &HashSet<&str>, brake: Brake<'_>) -> Result<Self> {
        let places = places_of(segments, ids, brake)?;
        if let Some(id) = ids.iter().find(|id| !places.contains_key(*id)) {
            return Err(Error::bad_parameter("ids", format!("{id:?}"), "ids of rows of the index"));
        }
        let mut chosen = Self::none(segments);
        places.into_values().for_each(|(segment, local)| chosen.0[segment][local] = true);
        Ok(chosen)
    }

    /// The hash of the chosen rows as a data set.
    pub(crate) fn data_set(&self, segments: &[Arc<Segment>]) -> String {
        let of_segment = |(segment, chosen): (&'_ Arc<Segment>, &'_ Vec<bool>)| -> Vec<Vec<u8>> {
            let rows = chosen.iter().enumerate().filter(|(_, is_chosen)| **is_chosen);
            rows.map(|(local, _)| segment.digest(local).to_vec()).collect()
        };
        let digests: Vec<Vec<u8>> = segments.iter().zip(&self.0).flat_map(of_segment).collect();
        data_set_hash(digests.iter().map(Vec::as_slice))
    }
}

/// Where the rows with some ids are: the segment's place, and the row's number in it. Reads names until all are found.
///
/// # Errors
/// A row was found in no segment, and one could not be read; or it was cancelled.
pub(crate) fn places_of<'i>(
    segments: &[Arc<Segment>],
    ids: &HashSet<&'i str>,
    brake: Brake<'_>,
) -> Result<HashMap<&'i str, (usize, usize)>> {
    let mut places = HashMap::with_capacity(ids.len());
    let mut unread = None;
    for (at, segment) in segments.iter().enumerate() {
        let read = refusing(|| {
            for local in segment.live_rows() {
                if places.len() == ids.len() {
                    break;
                }
                brake.check()?;
                let names = Names::read(segment.metadata(local))?;
                if let Some(id) = ids.get(&*names.id) {
                    places.insert(*id, (at, local));
                }
            }
            Ok(())
        });
        unread = unread.or(read.err());
        brake.check()?;
    }
    match unread {
        Some(fault) if places.len() < ids.len() => Err(fault),
        _ => Ok(places),
    }
}
