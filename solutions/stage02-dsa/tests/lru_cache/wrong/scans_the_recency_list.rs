//! caught by: tests::complexity::an_operation_costs_no_more_in_a_large_cache
//! Keeps the keys in a queue and searches it from end to end whenever one is used: O(n) for every read.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

pub struct Lru<K, V, E> {
    values: HashMap<K, (V, u32)>,
    order: VecDeque<K>,
    weight: u64,
    capacity: u64,
    on_evict: E,
}

impl<K: Hash + Eq + Clone, V, E: FnMut(K, V)> Lru<K, V, E> {
    pub fn new(capacity: u64, on_evict: E) -> Self {
        Self { values: HashMap::new(), order: VecDeque::new(), weight: 0, capacity, on_evict }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let place = self.order.iter().position(|other| other == key)?;
        let newest = self.order.remove(place)?;
        self.order.push_front(newest);
        self.peek(key)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        self.values.get(key).map(|(value, _)| value)
    }

    pub fn put(&mut self, key: K, value: V, weight: u32) -> Option<V> {
        let old = self.remove(&key);
        if u64::from(weight) > self.capacity {
            (self.on_evict)(key, value);
            return old;
        }
        self.order.push_front(key.clone());
        self.values.insert(key, (value, weight));
        self.weight += u64::from(weight);
        self.resize(self.capacity);
        old
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.order.iter().position(|other| other == key)?;
        self.order.remove(place);
        let (value, weight) = self.values.remove(key)?;
        self.weight -= u64::from(weight);
        Some(value)
    }

    pub fn resize(&mut self, capacity: u64) {
        self.capacity = capacity;
        while self.weight > self.capacity {
            let Some(key) = self.order.pop_back() else { return };
            let Some((value, weight)) = self.values.remove(&key) else { return };
            self.weight -= u64::from(weight);
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
        self.order.iter().filter_map(|key| Some((key, self.peek(key)?)))
    }
}
