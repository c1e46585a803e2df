//! caught by: tests::edge_cases::no_hash_means_an_empty_slot
//! Takes a stored hash of zero for an empty slot, and does not think of the key that hashes to zero.

use std::hash::{BuildHasher, Hash, RandomState};
use std::{iter, mem};

pub struct Map<K, V, S = RandomState> {
    hashes: Vec<u64>,
    entries: Vec<Option<(K, V)>>,
    len: usize,
    hasher: S,
}

const EMPTY: u64 = 0;

const SMALLEST: usize = 8;

impl<K: Hash + Eq, V> Map<K, V> {
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> Map<K, V, S> {
    pub fn with_hasher(hasher: S) -> Self {
        Self { hashes: Vec::new(), entries: Vec::new(), len: 0, hasher }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.entries[slot].as_ref().map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.entries[slot].as_mut().map(|(_, value)| value)
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = self.hash(&key);
        match self.search(hash, &key) {
            Ok(slot) => self.entries[slot].as_mut().map(|(_, stored)| mem::replace(stored, value)),
            Err(slot) => {
                self.add(slot, hash, key, value);
                None
            }
        }
    }

    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let hash = self.hash(&key);
        let slot = match self.search(hash, &key) {
            Ok(slot) => slot,
            Err(slot) => self.add(slot, hash, key, make()),
        };
        let (_, value) = self.entries[slot].as_mut().expect("the slot holds the key's entry");
        value
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.vacate(slot).map(|(_, value)| value)
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        let Some(start) = self.hashes.iter().position(|&hash| hash == EMPTY) else { return };
        let mut slot = start;
        loop {
            while self.entries[slot].as_mut().is_some_and(|(key, value)| !keep(key, value)) {
                self.vacate(slot);
            }
            slot = self.next(slot);
            if slot == start {
                return;
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().flatten().map(|(key, value)| (key, value))
    }

    fn hash(&self, key: &K) -> u64 {
        self.hasher.hash_one(key)
    }

    fn search(&self, hash: u64, key: &K) -> Result<usize, usize> {
        if self.hashes.is_empty() {
            return Err(0);
        }
        self.walk(hash, |slot| {
            self.hashes[slot] == hash && self.entries[slot].as_ref().is_some_and(|(other, _)| other == key)
        })
    }

    fn walk(&self, hash: u64, found: impl Fn(usize) -> bool) -> Result<usize, usize> {
        let (mut slot, mut distance) = (self.home(hash), 0);
        while self.outranks(slot, distance) {
            if found(slot) {
                return Ok(slot);
            }
            slot = self.next(slot);
            distance += 1;
        }
        Err(slot)
    }

    fn add(&mut self, slot: usize, hash: u64, key: K, value: V) -> usize {
        let slot = if self.len == self.hashes.len() / 8 * 7 {
            self.grow();
            self.seat(hash)
        } else {
            slot
        };
        self.len += 1;
        self.place(slot, hash, (key, value));
        slot
    }

    fn seat(&self, hash: u64) -> usize {
        let (Ok(slot) | Err(slot)) = self.walk(hash, |_| false);
        slot
    }

    fn place(&mut self, mut slot: usize, mut hash: u64, entry: (K, V)) {
        let mut entry = Some(entry);
        loop {
            mem::swap(&mut self.hashes[slot], &mut hash);
            mem::swap(&mut self.entries[slot], &mut entry);
            if hash == EMPTY {
                return;
            }
            slot = self.next(slot);
        }
    }

    fn vacate(&mut self, slot: usize) -> Option<(K, V)> {
        let entry = self.entries[slot].take();
        let (mut hole, mut next) = (slot, self.next(slot));
        while self.outranks(next, 1) {
            self.hashes[hole] = self.hashes[next];
            self.entries.swap(hole, next);
            (hole, next) = (next, self.next(next));
        }
        self.hashes[hole] = EMPTY;
        self.len -= 1;
        entry
    }

    fn grow(&mut self) {
        let slots = SMALLEST.max(2 * self.hashes.len());
        let hashes = mem::replace(&mut self.hashes, vec![EMPTY; slots]);
        let entries = mem::replace(&mut self.entries, iter::repeat_with(|| None).take(slots).collect());
        for (hash, entry) in hashes.into_iter().zip(entries) {
            if let Some(entry) = entry {
                self.place(self.seat(hash), hash, entry);
            }
        }
    }

    fn outranks(&self, slot: usize, distance: usize) -> bool {
        let hash = self.hashes[slot];
        hash != EMPTY && (slot.wrapping_sub(self.home(hash)) & self.mask()) >= distance
    }

    #[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
    fn home(&self, hash: u64) -> usize {
        hash as usize & self.mask()
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) & self.mask()
    }

    fn mask(&self) -> usize {
        self.hashes.len() - 1
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
