//! Counts, for a whole data set, how many owners hold each token and each pair of tokens: one walk over the segments' orders, side by side.

use std::collections::HashSet;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use crate::columns::gaps::FAR;
use crate::columns::order::order_key;
use crate::error::Result;
use crate::query::counts::{CountColumns, CountsFile};
use crate::store::manifest::GroupRecord;
use crate::store::place::{Fresh, Place};
use crate::store::segment::View;
use crate::text::tokenizer::{SEPARATOR, Token};
use crate::watch::Brake;

/// Writes `counts.<name>`. Pairs that one owner holds are left out: its own pairs never count for it.
pub(crate) fn write_counts(
    place: &Place,
    name: String,
    views: &[View<'_>],
    brake: Brake<'_>,
) -> Result<Fresh<GroupRecord>> {
    write_counted(place, name, &count(views, brake)?)
}

/// As [`write_counts`], of what was counted elsewhere.
pub(crate) fn write_counted(
    place: &Place,
    name: String,
    counted: &CountColumns,
) -> Result<Fresh<GroupRecord>> {
    let mut group = place.group(name);
    group.file("counts", |file| counted.write(file))?;
    group.finish()
}

/// What one segment contributes to a token or a pair.
type Part<'v, 'a> = (&'v View<'a>, Range<usize>);

/// What is counted of some rows, where views are masked.
///
/// # Errors
/// It was cancelled.
pub(crate) fn count(views: &[View<'_>], brake: Brake<'_>) -> Result<CountColumns> {
    let lists =
        views.iter().map(|view| view.pairs.firsts().map(move |(token, ranks)| (token, (view, ranks))));
    let (mut counted, mut pairs) = (CountColumns::default(), Vec::new());
    merge(lists.collect(), |token, parts: &[Part<'_, '_>]| {
        brake.check()?;
        let lists = parts
            .iter()
            .map(|(view, _)| view.pairs.seconds(token).map(move |(token, ranks)| (token, (*view, ranks))));
        pairs.clear();
        merge(lists.collect(), |second, parts| {
            if second != SEPARATOR && parts.iter().map(|(_, ranks)| ranks.len()).sum::<usize>() > 1 {
                let owners = count_owners(parts);
                pairs.extend((owners > 1).then_some([second, owners]));
            }
            Ok(())
        })?;
        pairs.sort_unstable();
        counted.push(token, count_owners(parts), &pairs);
        Ok(())
    })?;
    Ok(counted)
}

/// What some files say together. Their memory is that of the sum: the files are mapped, and read side by side.
pub(crate) fn sum(files: &[Arc<CountsFile>]) -> Result<CountColumns> {
    let lists =
        files.iter().map(|file| file.by_token().map(|(token, owners, pairs)| (token, (owners, pairs))));
    let (mut summed, mut pairs) = (CountColumns::default(), Vec::new());
    merge(lists.collect(), |token, parts| {
        let owners = parts.iter().fold(0, |sum: u32, (owners, _)| sum.wrapping_add(*owners));
        pairs.clear();
        parts.iter().for_each(|(_, of_file)| pairs.extend_from_slice(of_file));
        add_up(&mut pairs);
        // A token of which nothing is left to say is left out.
        if owners != 0 || !pairs.is_empty() {
            summed.push(token, owners, &pairs);
        }
        Ok(())
    })?;
    Ok(summed)
}

/// Makes one of each that are about the same token, in order; those of which nothing is left are left out.
fn add_up(pairs: &mut Vec<[u32; 2]>) {
    pairs.sort_unstable();
    pairs.dedup_by(|later, sum| {
        let is_same = later[0] == sum[0];
        if is_same {
            sum[1] = sum[1].wrapping_add(later[1]);
        }
        is_same
    });
    pairs.retain(|[_, owners]| *owners != 0);
}

/// Walks lists that stand in the order of the suffixes and hands on what they say of each token together.
///
/// # Errors
/// What `take` refuses.
fn merge<P>(
    lists: Vec<impl Iterator<Item = (Token, P)>>,
    mut take: impl FnMut(Token, &[P]) -> Result<()>,
) -> Result<()> {
    let mut lists: Vec<_> = lists.into_iter().map(Iterator::peekable).collect();
    let mut parts = Vec::with_capacity(lists.len());
    loop {
        let heads = lists.iter_mut().filter_map(|list| list.peek().map(|(token, _)| *token));
        let Some(token) = heads.min_by_key(|token| order_key(*token)) else { return Ok(()) };
        parts.clear();
        for list in &mut lists {
            parts.extend(list.next_if(|(head, _)| *head == token).map(|(_, part)| part));
        }
        take(token, &parts)?;
    }
}

fn count_owners(parts: &[Part<'_, '_>]) -> u32 {
    if let [(view, ranks)] = parts
        && view.mask().is_none()
    {
        if ranks.len() <= FAR {
            return view.count_owners(ranks.clone());
        }
        let mut owners = HashSet::new();
        let _ = view.visit_owners(ranks.clone(), &mut |rank| {
            owners.insert(view.owner_at(rank));
            ControlFlow::Continue(())
        });
        return owners.len() as u32;
    }
    let mut owners = HashSet::new();
    for (view, ranks) in parts {
        owners.extend(view.live_ranks(ranks.clone()).map(|rank| view.owner_at(rank)));
    }
    owners.len() as u32
}
