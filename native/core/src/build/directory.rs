//! A map in many small tables. A table that is full moves to a larger one with all that is in it: were it one for everything, the addition that fills it would wait
//! for that.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

/// With a hundred million keys each table has some ten thousand, which are moved in about a millisecond.
const TABLES: usize = 1 << 12;

pub(crate) struct Directory<K, V> {
    /// Says which table a key is in. Tables have hashes of their own.
    chooser: RandomState,
    tables: Vec<HashMap<K, V>>,
    len: usize,
}

impl<K, V> Default for Directory<K, V> {
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl<K, V> Directory<K, V> {
    /// For so many keys: few tables are moved until they are there.
    pub(crate) fn with_room(keys: usize) -> Self {
        let table = || HashMap::with_capacity(keys.div_ceil(TABLES));
        let tables = std::iter::repeat_with(table).take(TABLES).collect();
        Self { chooser: RandomState::new(), tables, len: 0 }
    }
}

impl<K: Hash + Eq, V> Directory<K, V> {
    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.tables[self.table_of(key)].get(key)
    }

    pub(crate) fn get_mut<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let table = self.table_of(key);
        self.tables[table].get_mut(key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        let table = self.table_of(&key);
        self.len += usize::from(self.tables[table].insert(key, value).is_none());
    }

    pub(crate) fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
    {
        let table = self.table_of(key);
        self.len -= usize::from(self.tables[table].remove(key).is_some());
    }

    pub(crate) fn retain(&mut self, is_kept: impl Fn(&V) -> bool) {
        self.tables.iter_mut().for_each(|table| table.retain(|_, value| is_kept(value)));
        self.len = self.tables.iter().map(HashMap::len).sum();
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn table_of<Q: Hash + ?Sized>(&self, key: &Q) -> usize {
        self.chooser.hash_one(key) as usize % TABLES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_and_go() {
        let mut directory = Directory::default();
        let name = |at: usize| format!("row {at}");
        (0..9_999).for_each(|at| directory.insert(name(at), at + 1));
        (0..9_999).for_each(|at| directory.insert(name(at), at));
        (0..9_999).step_by(3).for_each(|at| directory.remove(&name(at)));
        directory.remove("nobody");
        directory.retain(|at| at % 2 == 0);
        let is_left = |at: &usize| matches!(at % 6, 2 | 4);
        assert_eq!(directory.len(), (0..9_999).filter(is_left).count());
        *directory.get_mut("row 2").unwrap() += 1;
        assert_eq!(directory.get("row 2"), Some(&3));
        assert!((3..9_999).all(|at| directory.get(&name(at)).copied() == Some(at).filter(is_left)));
    }
}
