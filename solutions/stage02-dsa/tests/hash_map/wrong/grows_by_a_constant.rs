//! caught by: tests::complexity::growing_doubles
//! Adds 512 slots whenever the table is full: n entries move n/512 times.

use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU64;
use std::{iter, mem};

pub struct Map<K, V, S = RandomState> {
    slots: Vec<Option<Entry<K, V>>>,
    len: usize,
    hasher: S,
}

struct Entry<K, V> {
    hash: NonZeroU64,
    key: K,
    value: V,
}

const SMALLEST: usize = 8;

impl<K: Hash + Eq, V> Map<K, V> {
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> Map<K, V, S> {
    pub fn with_hasher(hasher: S) -> Self {
        Self { slots: Vec::new(), len: 0, hasher }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.slots[slot].as_ref().map(|entry| &entry.value)
    }

    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.slots[slot].as_mut().map(|entry| &mut entry.value)
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = self.hash(&key);
        match self.search(hash, &key) {
            Ok(slot) => self.slots[slot].as_mut().map(|entry| mem::replace(&mut entry.value, value)),
            Err(slot) => {
                self.add(slot, Entry { hash, key, value });
                None
            }
        }
    }

    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let hash = self.hash(&key);
        let slot = match self.search(hash, &key) {
            Ok(slot) => slot,
            Err(slot) => self.add(slot, Entry { hash, key, value: make() }),
        };
        &mut self.slots[slot].as_mut().expect("the slot holds the key's entry").value
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.vacate(slot).map(|entry| entry.value)
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        let Some(start) = self.slots.iter().position(Option::is_none) else { return };
        let mut slot = start;
        loop {
            while self.slots[slot].as_mut().is_some_and(|entry| !keep(&entry.key, &mut entry.value)) {
                self.vacate(slot);
            }
            slot = self.next(slot);
            if slot == start {
                return;
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.slots.iter().flatten().map(|entry| (&entry.key, &entry.value))
    }

    fn hash(&self, key: &K) -> NonZeroU64 {
        NonZeroU64::new(self.hasher.hash_one(key)).unwrap_or(NonZeroU64::MIN)
    }

    fn search(&self, hash: NonZeroU64, key: &K) -> Result<usize, usize> {
        if self.slots.is_empty() {
            return Err(0);
        }
        self.walk(hash, |entry| entry.hash == hash && entry.key == *key)
    }

    fn walk(&self, hash: NonZeroU64, found: impl Fn(&Entry<K, V>) -> bool) -> Result<usize, usize> {
        let (mut slot, mut distance) = (self.home(hash), 0);
        while let Some(entry) = &self.slots[slot]
            && (slot + self.slots.len() - self.home(entry.hash)) % self.slots.len() >= distance
        {
            if found(entry) {
                return Ok(slot);
            }
            slot = self.next(slot);
            distance += 1;
        }
        Err(slot)
    }

    fn add(&mut self, slot: usize, entry: Entry<K, V>) -> usize {
        let slot = if self.len == self.slots.len() / 8 * 7 {
            self.grow();
            self.seat(entry.hash)
        } else {
            slot
        };
        self.len += 1;
        self.place(slot, entry);
        slot
    }

    fn seat(&self, hash: NonZeroU64) -> usize {
        let (Ok(slot) | Err(slot)) = self.walk(hash, |_| false);
        slot
    }

    fn place(&mut self, mut slot: usize, mut entry: Entry<K, V>) {
        while let Some(moved) = self.slots[slot].replace(entry) {
            entry = moved;
            slot = self.next(slot);
        }
    }

    fn vacate(&mut self, slot: usize) -> Option<Entry<K, V>> {
        let removed = self.slots[slot].take();
        let (mut hole, mut next) = (slot, self.next(slot));
        while self.slots[next].as_ref().is_some_and(|entry| self.home(entry.hash) != next) {
            self.slots.swap(hole, next);
            (hole, next) = (next, self.next(next));
        }
        self.len -= 1;
        removed
    }

    fn grow(&mut self) {
        let size = if self.slots.is_empty() { SMALLEST } else { self.slots.len() / 512 * 512 + 512 };
        let slots = mem::replace(&mut self.slots, iter::repeat_with(|| None).take(size).collect());
        for entry in slots.into_iter().flatten() {
            self.place(self.seat(entry.hash), entry);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
    fn home(&self, hash: NonZeroU64) -> usize {
        (hash.get() % self.slots.len() as u64) as usize
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) % self.slots.len()
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
