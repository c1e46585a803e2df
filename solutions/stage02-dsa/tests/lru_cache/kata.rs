//! O(1) LRU cache.
//!
//! Two structures over the same entries, each good at what the other is bad at: a hash map finds an entry by its key, a
//! doubly linked list keeps the entries in the order of their last use. The list's nodes live in one `Vec` and point to
//! one another by index. That needs no `Rc`, no `unsafe` and no allocation per entry, and the cache stays `Send`.
//!
//! The invariants, which every public function keeps and which also hold whenever foreign code runs (`Hash`, `Eq`,
//! `Clone` or the callback may panic):
//!
//! - `index` maps exactly the keys of the listed entries, each to the slot that holds it;
//! - `weight` is the sum of the listed entries' weights; only a callback that panics can leave it above the capacity,
//!   and the next `put` or `resize` goes on evicting.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::{iter, mem};

/// A cache whose entries weigh at most `capacity` together; who was not used for longest goes first.
pub struct Lru<K, V, E> {
    index: HashMap<K, usize>,
    recency: Recency<K, V>,
    weight: u64,
    capacity: u64,
    on_evict: E,
}

impl<K: Hash + Eq + Clone, V, E: FnMut(K, V)> Lru<K, V, E> {
    /// An empty cache. `on_evict` is handed every entry that the capacity pushes out.
    pub fn new(capacity: u64, on_evict: E) -> Self {
        Self { index: HashMap::new(), recency: Recency::new(), weight: 0, capacity, on_evict }
    }

    /// The value of `key`, which becomes the most recently used.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        let &slot = self.index.get(key)?;
        self.recency.refresh(slot);
        self.recency.entry(slot).map(|(_, value)| value)
    }

    /// The value of `key`; nothing changes.
    pub fn peek(&self, key: &K) -> Option<&V> {
        let &slot = self.index.get(key)?;
        self.recency.entry(slot).map(|(_, value)| value)
    }

    /// Stores `value` under `key` as the most recently used entry and returns the value that it replaces.
    ///
    /// What the capacity has no room for goes to the callback, oldest first. An entry that weighs more than the whole
    /// capacity is not stored: it goes to the callback itself.
    ///
    /// The entry goes in first and room is made afterwards: it is the newest by then, so it is never its own victim, and
    /// replacing a value has freed the old weight before anybody else must go.
    pub fn put(&mut self, key: K, value: V, weight: u32) -> Option<V> {
        if u64::from(weight) > self.capacity {
            // The old value must not stay behind: a cache that answers with what was overwritten is worse than a miss.
            let stale = self.remove(&key);
            (self.on_evict)(key, value);
            return stale;
        }
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

    /// Takes the entry of `key` out. The callback is not called.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let slot = self.index.remove(key)?;
        let (_, value) = self.take(slot)?;
        Some(value)
    }

    /// Sets the capacity. What no longer fits goes to the callback, oldest first.
    pub fn resize(&mut self, capacity: u64) {
        self.capacity = capacity;
        self.make_room();
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// What the entries weigh together.
    pub fn weight(&self) -> u64 {
        self.weight
    }

    /// All entries, the most recently used first. Nothing is refreshed.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.recency.iter()
    }

    /// Evicts the oldest entries until the rest fits. An entry is out of the cache before the callback sees it.
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

    /// Takes an entry that the index no longer knows out of the list, and its weight off the sum.
    fn take(&mut self, slot: usize) -> Option<(K, V)> {
        let (entry, weight) = self.recency.take(slot);
        self.weight -= u64::from(weight);
        entry
    }
}

/// The slot that stands between the newest and the oldest entry and holds none.
///
/// With it the list is a ring: every entry has a neighbour on both sides, so linking needs no special case for the ends.
const ENDS: usize = 0;

/// Entries in the order of their last use: a doubly linked ring through the slots of a `Vec`.
///
/// A slot that was given up joins a second, singly linked list through `older`, and the next entry takes it.
struct Recency<K, V> {
    slots: Vec<Slot<K, V>>,
    /// The slot given up last, or `ENDS` when every slot is in use.
    free: usize,
}

struct Slot<K, V> {
    newer: usize,
    older: usize,
    weight: u32,
    /// `None` in `ENDS` and in free slots.
    entry: Option<(K, V)>,
}

impl<K, V> Recency<K, V> {
    fn new() -> Self {
        Self { slots: vec![Slot { newer: ENDS, older: ENDS, weight: 0, entry: None }], free: ENDS }
    }

    fn entry(&self, slot: usize) -> Option<&(K, V)> {
        self.slots[slot].entry.as_ref()
    }

    /// The slot of the oldest entry; `ENDS` when there is none.
    fn oldest(&self) -> usize {
        self.slots[ENDS].newer
    }

    /// Adds an entry as the newest and says in which slot it lives from now on.
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

    /// Makes the entry the newest.
    fn refresh(&mut self, slot: usize) {
        self.unlink(slot);
        self.link(slot);
    }

    /// Gives the entry a new value and weight, makes it the newest, and returns the old ones.
    fn replace(&mut self, slot: usize, value: V, weight: u32) -> (Option<V>, u32) {
        self.refresh(slot);
        let Slot { entry, weight: stored, .. } = &mut self.slots[slot];
        let old = entry.as_mut().map(|(_, stored)| mem::replace(stored, value));
        (old, mem::replace(stored, weight))
    }

    /// Takes the entry out and gives its slot up.
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

    /// Puts a slot that is in no list between `ENDS` and the newest entry.
    fn link(&mut self, slot: usize) {
        let newest = mem::replace(&mut self.slots[ENDS].older, slot);
        self.slots[newest].newer = slot;
        self.slots[slot].newer = ENDS;
        self.slots[slot].older = newest;
    }

    /// Makes the neighbours of a slot each other's.
    fn unlink(&mut self, slot: usize) {
        let Slot { newer, older, .. } = self.slots[slot];
        self.slots[newer].older = older;
        self.slots[older].newer = newer;
    }
}
