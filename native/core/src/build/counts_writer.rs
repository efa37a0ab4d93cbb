//! Counts, for a whole data set, how many owners hold each token and each pair of tokens: one walk over the segments' orders, side by side.

use std::collections::HashSet;
use std::ops::{ControlFlow, Range};

use crate::error::Result;
use crate::query::counts::CountColumns;
use crate::store::gaps::FAR;
use crate::store::manifest::GroupRecord;
use crate::store::order::order_key;
use crate::store::place::{Fresh, Place};
use crate::store::segment::View;
use crate::text::tokenizer::{SEPARATOR, Token};
use crate::watch::Brake;

/// Writes `counts.<name>`. Pairs that one owner holds are left out: its own pairs never count for it.
pub(crate) fn write_counts(place: &Place, name: String, views: &[View<'_>]) -> Result<Fresh<GroupRecord>> {
    write_counted(place, name, &count(views, Brake::default())?)
}

/// As [`write_counts`], of what was counted elsewhere; `counted` stands in the order of suffixes.
pub(crate) fn write_counted(place: &Place, name: String, counted: &[Counted]) -> Result<Fresh<GroupRecord>> {
    let mut group = place.group(name);
    group.file("counts", |file| columns(counted).write(file))?;
    group.finish()
}

/// What would be written of some rows, where views are masked.
///
/// # Errors
/// It was cancelled.
pub(crate) fn count_columns(views: &[View<'_>], brake: Brake<'_>) -> Result<CountColumns> {
    Ok(columns(&count(views, brake)?))
}

fn columns(counted: &[Counted]) -> CountColumns {
    let mut columns = CountColumns::default();
    for token in counted {
        columns.firsts.push(token.token);
        columns.owners.push(token.owners);
        columns.places.push(columns.pairs.len() as u32);
        columns.pairs.extend(token.pairs.iter().map(|(second, owners)| [*second, *owners]));
    }
    columns
}

/// A token with how many owners hold it, and with the tokens that follow it.
pub(crate) struct Counted {
    pub(crate) token: Token,
    pub(crate) owners: u32,
    /// Rising.
    pub(crate) pairs: Vec<(Token, u32)>,
}

/// What one segment contributes to a token or a pair.
type Part<'v, 'a> = (&'v View<'a>, Range<usize>);

fn count(views: &[View<'_>], brake: Brake<'_>) -> Result<Vec<Counted>> {
    let lists =
        views.iter().map(|view| view.pairs.firsts().map(move |(token, ranks)| (token, (view, ranks))));
    let mut counted = Vec::new();
    merge(lists.collect(), |token, parts| {
        brake.check()?;
        let lists = parts
            .iter()
            .map(|(view, _)| view.pairs.seconds(token).map(move |(token, ranks)| (token, (*view, ranks))));
        let mut pairs = Vec::new();
        merge(lists.collect(), |second, parts| {
            if second != SEPARATOR && parts.iter().map(|(_, ranks)| ranks.len()).sum::<usize>() > 1 {
                pairs.push((second, count_owners(parts)));
            }
            Ok(())
        })?;
        pairs.retain(|(_, owners)| *owners > 1);
        pairs.sort_unstable();
        counted.push(Counted { token, owners: count_owners(parts), pairs });
        Ok(())
    })?;
    Ok(counted)
}

/// Walks lists that stand in the order of the suffixes and hands on what they say of each token together.
///
/// # Errors
/// What `take` refuses.
fn merge<'v, 'a: 'v, I>(
    lists: Vec<I>,
    mut take: impl FnMut(Token, &[Part<'v, 'a>]) -> Result<()>,
) -> Result<()>
where
    I: Iterator<Item = (Token, Part<'v, 'a>)>,
{
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
