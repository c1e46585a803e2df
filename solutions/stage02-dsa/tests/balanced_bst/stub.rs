//! Balanced search tree: read `README.md`, then make the tests pass.

use std::marker::PhantomData;
use std::ops::RangeBounds;

/// Entries in the order of their keys, each key once. Give it the fields that it needs.
pub struct OrderedMap<K, V> {
    fields: PhantomData<(K, V)>,
}

impl<K: Ord, V> OrderedMap<K, V> {
    /// A map without entries.
    pub fn new() -> Self {
        todo!("make a map without entries")
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        let _ = self.fields;
        todo!("count the entries")
    }

    /// Adds an entry. If the key is there already, changes its value and gives back the one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let _ = (key, value);
        todo!("add an entry, or change its value")
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let _ = key;
        todo!("find the value of the key")
    }

    /// Takes an entry out and gives its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let _ = key;
        todo!("take the entry of the key out")
    }

    /// How many keys are smaller than this one, which need not be there itself.
    pub fn rank(&self, key: &K) -> usize {
        let _ = key;
        todo!("count the keys that are smaller")
    }

    /// The entry that has just `index` smaller keys before it.
    pub fn select(&self, index: usize) -> Option<(&K, &V)> {
        todo!("find the entry at place {index}")
    }

    /// The entries whose keys lie within the bounds, in order, from both ends. Bounds that exclude one another have
    /// nothing between them.
    pub fn range(&self, bounds: impl RangeBounds<K>) -> Range<'_, K, V> {
        let _ = bounds;
        todo!("find both ends of the range")
    }
}

/// Some of a map's entries. Give it the fields that it needs.
pub struct Range<'map, K, V> {
    fields: PhantomData<&'map (K, V)>,
}

impl<'map, K, V> Iterator for Range<'map, K, V> {
    type Item = (&'map K, &'map V);

    fn next(&mut self) -> Option<Self::Item> {
        let _ = self.fields;
        todo!("give the smallest entry that is left")
    }
}

impl<K, V> DoubleEndedIterator for Range<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        todo!("give the largest entry that is left")
    }
}
