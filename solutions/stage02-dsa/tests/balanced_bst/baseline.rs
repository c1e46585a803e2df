//! The standard library's `BTreeMap`, a B-tree with up to 11 entries in a node, in unsafe code. It cannot say which place
//! a key has: the `indexset` crate does, in two levels of long vectors. It is asked in a set of its own, which is made at
//! the first question, so ask after the last change.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::RangeBounds;

use indexset::BTreeSet;

pub struct OrderedMap<K: Ord, V: Ord> {
    map: BTreeMap<K, V>,
    places: OnceCell<BTreeSet<(K, V)>>,
}

impl<K: Ord + Clone, V: Ord + Clone + Default> OrderedMap<K, V> {
    pub fn new() -> Self {
        Self { map: BTreeMap::new(), places: OnceCell::new() }
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.map.insert(key, value)
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.map.get(key)
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.map.remove(key)
    }

    /// No value is smaller than the default one.
    pub fn rank(&self, key: &K) -> usize {
        self.places().rank(&(key.clone(), V::default()))
    }

    pub fn select(&self, index: usize) -> Option<(&K, &V)> {
        self.places().get_index(index).map(|(key, value)| (key, value))
    }

    pub fn range(&self, bounds: impl RangeBounds<K>) -> impl Iterator<Item = (&K, &V)> {
        self.map.range(bounds)
    }

    fn places(&self) -> &BTreeSet<(K, V)> {
        self.places.get_or_init(|| self.map.iter().map(|(key, value)| (key.clone(), value.clone())).collect())
    }
}
