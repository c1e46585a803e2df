//! caught by: tests::edge_cases::an_entry_heavier_than_the_capacity_displaces_nobody
//! Evicts until the new entry fits, also when it cannot: one upload that is too large empties the whole cache.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::{iter, mem};

pub struct Lru<K, V, E> {
    index: HashMap<K, usize>,
    recency: Recency<K, V>,
    weight: u64,
    capacity: u64,
    on_evict: E,
}

impl<K: Hash + Eq + Clone, V, E: FnMut(K, V)> Lru<K, V, E> {
    pub fn new(capacity: u64, on_evict: E) -> Self {
        Self { index: HashMap::new(), recency: Recency::new(), weight: 0, capacity, on_evict }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let &slot = self.index.get(key)?;
        self.recency.refresh(slot);
        self.recency.entry(slot).map(|(_, value)| value)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        let &slot = self.index.get(key)?;
        self.recency.entry(slot).map(|(_, value)| value)
    }

    pub fn put(&mut self, key: K, value: V, weight: u32) -> Option<V> {
        let replaced = match self.index.entry(key) {
            Entry::Occupied(found) => {
                let (old, old_weight) = self.recency.replace(*found.get(), value, weight);
                self.weight -= u64::from(old_weight);
                old
            }
            Entry::Vacant(place) => {
                let key = place.key().clone();
                place.insert(self.recency.add(key, value, weight));
                None
            }
        };
        self.weight += u64::from(weight);
        self.make_room();
        replaced
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let slot = self.index.remove(key)?;
        let (_, value) = self.take(slot)?;
        Some(value)
    }

    pub fn resize(&mut self, capacity: u64) {
        self.capacity = capacity;
        self.make_room();
    }

    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn weight(&self) -> u64 {
        self.weight
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.recency.iter()
    }

    fn make_room(&mut self) {
        while self.weight > self.capacity {
            let oldest = self.recency.oldest();
            if let Some((key, _)) = self.recency.entry(oldest) {
                self.index.remove(key);
            }
            let Some((key, value)) = self.take(oldest) else { return };
            (self.on_evict)(key, value);
        }
    }

    fn take(&mut self, slot: usize) -> Option<(K, V)> {
        let (entry, weight) = self.recency.take(slot);
        self.weight -= u64::from(weight);
        entry
    }
}

const ENDS: usize = 0;

struct Recency<K, V> {
    slots: Vec<Slot<K, V>>,
    free: usize,
}

struct Slot<K, V> {
    newer: usize,
    older: usize,
    weight: u32,
    entry: Option<(K, V)>,
}

impl<K, V> Recency<K, V> {
    fn new() -> Self {
        Self { slots: vec![Slot { newer: ENDS, older: ENDS, weight: 0, entry: None }], free: ENDS }
    }

    fn entry(&self, slot: usize) -> Option<&(K, V)> {
        self.slots[slot].entry.as_ref()
    }

    fn oldest(&self) -> usize {
        self.slots[ENDS].newer
    }

    fn add(&mut self, key: K, value: V, weight: u32) -> usize {
        let added = Slot { newer: ENDS, older: ENDS, weight, entry: Some((key, value)) };
        let slot = if self.free == ENDS {
            self.slots.push(added);
            self.slots.len() - 1
        } else {
            let slot = self.free;
            self.free = self.slots[slot].older;
            self.slots[slot] = added;
            slot
        };
        self.link(slot);
        slot
    }

    fn refresh(&mut self, slot: usize) {
        self.unlink(slot);
        self.link(slot);
    }

    fn replace(&mut self, slot: usize, value: V, weight: u32) -> (Option<V>, u32) {
        self.refresh(slot);
        let Slot { entry, weight: stored, .. } = &mut self.slots[slot];
        let old = entry.as_mut().map(|(_, stored)| mem::replace(stored, value));
        (old, mem::replace(stored, weight))
    }

    fn take(&mut self, slot: usize) -> (Option<(K, V)>, u32) {
        self.unlink(slot);
        let freed = &mut self.slots[slot];
        freed.older = mem::replace(&mut self.free, slot);
        (freed.entry.take(), freed.weight)
    }

    fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let mut slot = ENDS;
        iter::from_fn(move || {
            slot = self.slots[slot].older;
            self.entry(slot).map(|(key, value)| (key, value))
        })
    }

    fn link(&mut self, slot: usize) {
        let newest = mem::replace(&mut self.slots[ENDS].older, slot);
        self.slots[newest].newer = slot;
        self.slots[slot].newer = ENDS;
        self.slots[slot].older = newest;
    }

    fn unlink(&mut self, slot: usize) {
        let Slot { newer, older, .. } = self.slots[slot];
        self.slots[newer].older = older;
        self.slots[older].newer = newer;
    }
}
