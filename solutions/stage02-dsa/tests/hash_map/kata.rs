//! Hash map and hash set.
//!
//! Open addressing with linear probing and the Robin Hood rule. Every hash names a home slot; an entry lives there or a
//! few slots further on, round the end of the table. On insertion the entry that is further from its home gets the slot,
//! and the others move on by one. So the entries of a run stand in the order of their homes, which makes three things
//! simple:
//!
//! - a search ends at the first slot whose entry is closer to its home than the search is by then: the key would have
//!   had that slot. Misses are as cheap as hits;
//! - removal closes the gap: the entries behind it move back by one, up to the first that is at home. No tombstones, so
//!   a table that lives for years is as good as a new one;
//! - growth only moves entries.
//!
//! The full hash is stored beside each entry. It saves most comparisons of keys and all hashing on growth, and therefore
//! no foreign code (`Hash`, `Eq`, closures) ever runs while the table is being changed: if it panics, the map is whole.

use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU64;
use std::{iter, mem};

/// A hash map with open addressing: all entries live in one table.
pub struct Map<K, V, S = RandomState> {
    /// None, or a power of two of them. At least one is empty: there every search ends.
    slots: Vec<Option<Entry<K, V>>>,
    len: usize,
    hasher: S,
}

struct Entry<K, V> {
    /// Not zero, so that the compiler can use zero for an empty slot, which then takes no more room than an entry.
    hash: NonZeroU64,
    key: K,
    value: V,
}

const SMALLEST: usize = 8;

impl<K: Hash + Eq, V> Map<K, V> {
    /// An empty map, which hashes with a secret of its own.
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> Map<K, V, S> {
    /// An empty map that hashes with `hasher`.
    pub fn with_hasher(hasher: S) -> Self {
        Self { slots: Vec::new(), len: 0, hasher }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The value of `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.slots[slot].as_ref().map(|entry| &entry.value)
    }

    /// The value of `key`, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.slots[slot].as_mut().map(|entry| &mut entry.value)
    }

    /// Stores `value` under `key` and returns the value that it replaces.
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

    /// The value of `key`; when there is none, the one that `make` makes is stored first.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let hash = self.hash(&key);
        let slot = match self.search(hash, &key) {
            Ok(slot) => slot,
            Err(slot) => self.add(slot, Entry { hash, key, value: make() }),
        };
        &mut self.slots[slot].as_mut().expect("the slot holds the key's entry").value
    }

    /// Takes the entry of `key` out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let slot = self.search(self.hash(key), key).ok()?;
        self.vacate(slot).map(|entry| entry.value)
    }

    /// Keeps the entries for which `keep` is true and drops the others. Each is asked about once.
    ///
    /// Removal moves entries back into the slot that was just asked about, so that slot is asked again. Starting behind
    /// an empty slot, where a run begins, entries never move back past the start and are never met twice.
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

    /// All entries, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.slots.iter().flatten().map(|entry| (&entry.key, &entry.value))
    }

    /// The hash of a key; one that is zero passes for a one.
    fn hash(&self, key: &K) -> NonZeroU64 {
        NonZeroU64::new(self.hasher.hash_one(key)).unwrap_or(NonZeroU64::MIN)
    }

    /// The slot of `key`, or as an error the slot where it would have to stand.
    fn search(&self, hash: NonZeroU64, key: &K) -> Result<usize, usize> {
        if self.slots.is_empty() {
            return Err(0);
        }
        self.walk(hash, |entry| entry.hash == hash && entry.key == *key)
    }

    /// Goes from the home of `hash` to the first entry for which `found` holds, or else to where a new one belongs: to an
    /// empty slot, or to an entry that is closer to its home than the walk is by then.
    fn walk(&self, hash: NonZeroU64, found: impl Fn(&Entry<K, V>) -> bool) -> Result<usize, usize> {
        let (mut slot, mut distance) = (self.home(hash), 0);
        while let Some(entry) = &self.slots[slot]
            && slot.wrapping_sub(self.home(entry.hash)) & self.mask() >= distance
        {
            if found(entry) {
                return Ok(slot);
            }
            slot = self.next(slot);
            distance += 1;
        }
        Err(slot)
    }

    /// Adds an entry whose key is not in the map, and says in which slot it stands: in `slot`, unless the table grows.
    fn add(&mut self, slot: usize, entry: Entry<K, V>) -> usize {
        // At most 7/8 of the slots are taken. Beyond that, runs become long.
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

    /// The slot where a new entry belongs.
    fn seat(&self, hash: NonZeroU64) -> usize {
        let (Ok(slot) | Err(slot)) = self.walk(hash, |_| false);
        slot
    }

    /// Puts an entry where it belongs. The rest of the run moves on by one, into the next empty slot.
    fn place(&mut self, mut slot: usize, mut entry: Entry<K, V>) {
        while let Some(moved) = self.slots[slot].replace(entry) {
            entry = moved;
            slot = self.next(slot);
        }
    }

    /// Takes an entry out and moves those behind it back by one, up to the first that is at home already.
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

    /// Moves to a table of twice the size.
    fn grow(&mut self) {
        let size = SMALLEST.max(2 * self.slots.len());
        let slots = mem::replace(&mut self.slots, iter::repeat_with(|| None).take(size).collect());
        for entry in slots.into_iter().flatten() {
            self.place(self.seat(entry.hash), entry);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
    fn home(&self, hash: NonZeroU64) -> usize {
        hash.get() as usize & self.mask()
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) & self.mask()
    }

    /// The table's size is a power of two, so that `& mask` is the remainder. Not for a table without slots.
    fn mask(&self) -> usize {
        self.slots.len() - 1
    }
}

/// A set of elements: a map whose values say nothing.
pub struct Set<T> {
    map: Map<T, ()>,
}

impl<T: Hash + Eq> Set<T> {
    /// An empty set.
    pub fn new() -> Self {
        Self { map: Map::new() }
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Adds an element and says whether it is new.
    pub fn insert(&mut self, element: T) -> bool {
        self.map.insert(element, ()).is_none()
    }

    /// Whether the element is in the set.
    pub fn contains(&self, element: &T) -> bool {
        self.map.get(element).is_some()
    }

    /// All elements, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.map.iter().map(|(element, ())| element)
    }

    /// The elements that are in one of the sets or in both, each once.
    pub fn union<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let (smaller, larger) = self.by_size(other);
        larger.iter().chain(smaller.difference(larger))
    }

    /// The elements that are in both sets.
    pub fn intersection<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let (smaller, larger) = self.by_size(other);
        smaller.iter().filter(|element| larger.contains(element))
    }

    /// The elements of this set that are not in the other.
    pub fn difference<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        self.iter().filter(|element| !other.contains(element))
    }

    /// The elements that are in exactly one of the sets.
    pub fn symmetric_difference<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        self.difference(other).chain(other.difference(self))
    }

    /// The smaller set first. Walking a set is cheap, looking an element up costs a hash: let the few look up the many.
    fn by_size<'set>(&'set self, other: &'set Self) -> (&'set Self, &'set Self) {
        if self.len() <= other.len() { (self, other) } else { (other, self) }
    }
}
