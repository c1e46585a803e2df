//! caught by: tests::complexity::years_of_churn_leave_no_trace
//! Counts markers as entries, and doubles whenever there are too many: the table grows and holds ever the same entries.

use std::hash::{BuildHasher, Hash, RandomState};
use std::mem;

enum Slot<K, V> {
    Empty,
    Removed,
    Taken(u64, K, V),
}

pub struct Map<K, V, S = RandomState> {
    slots: Vec<Slot<K, V>>,
    len: usize,
    used: usize,
    hasher: S,
}

impl<K: Hash + Eq, V> Map<K, V> {
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> Map<K, V, S> {
    pub fn with_hasher(hasher: S) -> Self {
        Self { slots: Vec::new(), len: 0, used: 0, hasher }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        match &self.slots[self.find(self.hasher.hash_one(key), key)?] {
            Slot::Taken(_, _, value) => Some(value),
            _ => None,
        }
    }

    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let slot = self.find(self.hasher.hash_one(key), key)?;
        match &mut self.slots[slot] {
            Slot::Taken(_, _, value) => Some(value),
            _ => None,
        }
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = self.hasher.hash_one(&key);
        if let Some(slot) = self.find(hash, &key) {
            return match &mut self.slots[slot] {
                Slot::Taken(_, _, stored) => Some(mem::replace(stored, value)),
                _ => None,
            };
        }
        self.add(hash, key, value);
        None
    }

    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let hash = self.hasher.hash_one(&key);
        let slot = match self.find(hash, &key) {
            Some(slot) => slot,
            None => self.add(hash, key, make()),
        };
        match &mut self.slots[slot] {
            Slot::Taken(_, _, value) => value,
            _ => unreachable!("the slot holds the key's entry"),
        }
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let slot = self.find(self.hasher.hash_one(key), key)?;
        self.len -= 1;
        match mem::replace(&mut self.slots[slot], Slot::Removed) {
            Slot::Taken(_, _, value) => Some(value),
            _ => None,
        }
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        for slot in &mut self.slots {
            if let Slot::Taken(_, key, value) = slot
                && !keep(key, value)
            {
                *slot = Slot::Removed;
                self.len -= 1;
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Taken(_, key, value) => Some((key, value)),
            _ => None,
        })
    }

    fn find(&self, hash: u64, key: &K) -> Option<usize> {
        for slot in self.probe(hash) {
            match &self.slots[slot] {
                Slot::Taken(stored, other, _) if *stored == hash && other == key => return Some(slot),
                Slot::Empty => return None,
                _ => {}
            }
        }
        None
    }

    fn probe(&self, hash: u64) -> impl Iterator<Item = usize> + use<K, V, S> {
        let mask = self.slots.len().wrapping_sub(1);
        (0..self.slots.len()).map(move |step| (hash as usize).wrapping_add(step) & mask)
    }

    fn add(&mut self, hash: u64, key: K, value: V) -> usize {
        if self.used >= self.slots.len() / 4 * 3 {
            let size = (2 * self.slots.len()).max(8);
            let old = mem::replace(&mut self.slots, std::iter::repeat_with(|| Slot::Empty).take(size).collect());
            for slot in old {
                if let Slot::Taken(hash, key, value) = slot {
                    self.place(hash, key, value);
                }
            }
            self.used = self.len;
        }
        self.len += 1;
        self.used += 1;
        self.place(hash, key, value)
    }

    fn place(&mut self, hash: u64, key: K, value: V) -> usize {
        let free = |slot: &usize| matches!(self.slots[*slot], Slot::Empty);
        let slot = self.probe(hash).find(free).expect("the table is not full");
        self.slots[slot] = Slot::Taken(hash, key, value);
        slot
    }
}

pub struct Set<T> {
    map: Map<T, ()>,
}

impl<T: Hash + Eq> Set<T> {
    pub fn new() -> Self {
        Self { map: Map::new() }
    }

    pub fn len(&self) -> usize {
        self.map.len()
    }

    pub fn insert(&mut self, element: T) -> bool {
        self.map.insert(element, ()).is_none()
    }

    pub fn contains(&self, element: &T) -> bool {
        self.map.get(element).is_some()
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.map.iter().map(|(element, ())| element)
    }

    pub fn union<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let (smaller, larger) = self.by_size(other);
        larger.iter().chain(smaller.difference(larger))
    }

    pub fn intersection<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let (smaller, larger) = self.by_size(other);
        smaller.iter().filter(|element| larger.contains(element))
    }

    pub fn difference<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        self.iter().filter(|element| !other.contains(element))
    }

    pub fn symmetric_difference<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        self.difference(other).chain(other.difference(self))
    }

    fn by_size<'set>(&'set self, other: &'set Self) -> (&'set Self, &'set Self) {
        if self.len() <= other.len() { (self, other) } else { (other, self) }
    }
}
