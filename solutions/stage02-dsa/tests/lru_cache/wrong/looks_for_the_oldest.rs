//! caught by: tests::complexity::evicting_does_not_look_through_all_entries
//! Stamps every entry with its last use and looks through all of them for the smallest stamp: O(n) an eviction.

use std::collections::HashMap;
use std::hash::Hash;

pub struct Lru<K, V, E> {
    values: HashMap<K, (V, u32, u64)>,
    clock: u64,
    weight: u64,
    capacity: u64,
    on_evict: E,
}

impl<K: Hash + Eq + Clone, V, E: FnMut(K, V)> Lru<K, V, E> {
    pub fn new(capacity: u64, on_evict: E) -> Self {
        Self { values: HashMap::new(), clock: 0, weight: 0, capacity, on_evict }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let (value, _, used) = self.values.get_mut(key)?;
        self.clock += 1;
        *used = self.clock;
        Some(value)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        self.values.get(key).map(|(value, ..)| value)
    }

    pub fn put(&mut self, key: K, value: V, weight: u32) -> Option<V> {
        let old = self.remove(&key);
        if u64::from(weight) > self.capacity {
            (self.on_evict)(key, value);
            return old;
        }
        self.clock += 1;
        self.values.insert(key, (value, weight, self.clock));
        self.weight += u64::from(weight);
        self.resize(self.capacity);
        old
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let (value, weight, _) = self.values.remove(key)?;
        self.weight -= u64::from(weight);
        Some(value)
    }

    pub fn resize(&mut self, capacity: u64) {
        self.capacity = capacity;
        while self.weight > self.capacity {
            let oldest = self.values.iter().min_by_key(|(_, (.., used))| *used);
            let Some((key, _)) = oldest else { return };
            let key = key.clone();
            let Some(value) = self.remove(&key) else { return };
            (self.on_evict)(key, value);
        }
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn weight(&self) -> u64 {
        self.weight
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let mut entries: Vec<_> = self.values.iter().collect();
        entries.sort_by_key(|(_, (.., used))| std::cmp::Reverse(*used));
        entries.into_iter().map(|(key, (value, ..))| (key, value))
    }
}
