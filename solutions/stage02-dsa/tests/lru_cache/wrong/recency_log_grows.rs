//! caught by: tests::complexity::reading_takes_no_memory
//! Appends every use to a log and skips outdated lines when it evicts: a cache that is only read fills the memory.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

pub struct Lru<K, V, E> {
    values: HashMap<K, (V, u32, u64)>,
    uses: VecDeque<(K, u64)>,
    clock: u64,
    weight: u64,
    capacity: u64,
    on_evict: E,
}

impl<K: Hash + Eq + Clone, V, E: FnMut(K, V)> Lru<K, V, E> {
    pub fn new(capacity: u64, on_evict: E) -> Self {
        Self { values: HashMap::new(), uses: VecDeque::new(), clock: 0, weight: 0, capacity, on_evict }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let (value, _, used) = self.values.get_mut(key)?;
        self.clock += 1;
        *used = self.clock;
        self.uses.push_back((key.clone(), self.clock));
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
        self.uses.push_back((key.clone(), self.clock));
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
            let Some((key, used)) = self.uses.pop_front() else { return };
            if self.values.get(&key).is_none_or(|(.., latest)| *latest != used) {
                continue;
            }
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
