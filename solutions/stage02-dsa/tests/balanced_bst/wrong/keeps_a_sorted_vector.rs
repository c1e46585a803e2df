//! caught by: tests::complexity::a_change_moves_few_other_entries
//! Binary search in a sorted vector: quick to find, and every change moves all that is behind it.

use std::ops::{Bound, RangeBounds};

pub struct OrderedMap<K, V> {
    entries: Vec<(K, V)>,
}

impl<K: Ord, V> OrderedMap<K, V> {
    pub fn new() -> Self {
        Self { entries: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => Some(std::mem::replace(&mut self.entries[place].1, value)),
            Err(place) => {
                self.entries.insert(place, (key, value));
                None
            }
        }
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().map(|place| &self.entries[place].1)
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key).ok()?;
        Some(self.entries.remove(place).1)
    }

    pub fn rank(&self, key: &K) -> usize {
        self.place(key).unwrap_or_else(|place| place)
    }

    pub fn select(&self, index: usize) -> Option<(&K, &V)> {
        self.entries.get(index).map(|(key, value)| (key, value))
    }

    pub fn range(&self, bounds: impl RangeBounds<K>) -> Range<'_, K, V> {
        let start = match bounds.start_bound() {
            Bound::Included(start) => self.entries.partition_point(|(key, _)| key < start),
            Bound::Excluded(start) => self.entries.partition_point(|(key, _)| key <= start),
            Bound::Unbounded => 0,
        };
        let end = match bounds.end_bound() {
            Bound::Included(end) => self.entries.partition_point(|(key, _)| key <= end),
            Bound::Excluded(end) => self.entries.partition_point(|(key, _)| key < end),
            Bound::Unbounded => self.entries.len(),
        };
        Range { entries: self.entries[start..end.max(start)].iter() }
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        self.entries.binary_search_by(|(other, _)| other.cmp(key))
    }
}

pub struct Range<'map, K, V> {
    entries: std::slice::Iter<'map, (K, V)>,
}

impl<'map, K, V> Iterator for Range<'map, K, V> {
    type Item = (&'map K, &'map V);

    fn next(&mut self) -> Option<Self::Item> {
        self.entries.next().map(|(key, value)| (key, value))
    }
}

impl<K, V> DoubleEndedIterator for Range<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.entries.next_back().map(|(key, value)| (key, value))
    }
}
