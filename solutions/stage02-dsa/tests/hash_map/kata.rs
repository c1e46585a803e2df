//! Hash map and hash set.
//!
//! Open addressing in groups of eight slots. Every hash names a home group; an entry lives there or, when that was full,
//! in one of the next groups, round the end of the table. So a search ends at the first group that is not full: the key
//! would have found room there.
//!
//! A byte for each slot, its tag, says whether the slot is taken, and repeats seven bits of the hash. The eight tags of a
//! group make one word, and a few instructions compare them all with the tag that is looked for. Most searches for a key
//! that is not there look at that one word and at no entry; all tags together take an eighth of the room of eight-byte
//! keys alone, so that they stay in the processor's caches. (`SwissTable`, which is the standard library's map, does the
//! same with 16 tags and vector instructions.)
//!
//! Removal closes the gap: when the group was full, an entry further on may have gone past it, and moves back. No
//! tombstones, so a table that lives for years is as good as a new one.
//!
//! The full hash is stored beside each entry. It saves nearly all comparisons of keys that differ and all hashing on
//! growth, and therefore no foreign code (`Hash`, `Eq`, closures) ever runs while the table is being changed: if it
//! panics, the map is whole.

use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU64;
use std::ops::Range;
use std::{iter, mem};

/// A hash map with open addressing: all entries live in one table.
pub struct Map<K, V, S = RandomState> {
    /// Of each group of slots the tags. None, or a power of two of them. At least one group is not full: there every
    /// search ends.
    tags: Vec<Tags>,
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

/// How many slots make a group: as many as a word has bytes.
const GROUP: usize = size_of::<u64>();
const HIGHEST_BIT: NonZeroU64 = NonZeroU64::new(1 << 63).unwrap();

/// The tags of a group, the first slot's in the lowest byte. A tag is zero when the slot is empty; else its highest bit
/// is set.
#[derive(Clone, Copy)]
struct Tags(u64);

impl Tags {
    const EMPTY: Self = Self(0);
    const LOWEST_BITS: u64 = u64::from_le_bytes([1; GROUP]);
    const HIGHEST_BITS: u64 = Self::LOWEST_BITS << 7;

    /// The tag of an entry. The home comes from the lowest bits of the hash, so the tag takes the highest.
    fn tag(hash: NonZeroU64) -> u64 {
        hash.get() >> 56
    }

    /// The places in the group whose tag is `tag`, and now and then one that only looks like it: the borrow of a
    /// subtraction can spill from a byte that is equal into the next. Whoever asks looks at the entry anyway.
    fn places_of(self, tag: u64) -> impl Iterator<Item = usize> {
        let difference = self.0 ^ (tag * Self::LOWEST_BITS);
        let mut zeros = difference.wrapping_sub(Self::LOWEST_BITS) & !difference & Self::HIGHEST_BITS;
        iter::from_fn(move || {
            let place = first_byte(zeros)?;
            zeros &= zeros - 1;
            Some(place)
        })
    }

    /// The first empty place.
    fn empty_place(self) -> Option<usize> {
        first_byte(!self.0 & Self::HIGHEST_BITS)
    }

    fn set(&mut self, place: usize, tag: u64) {
        self.0 |= tag << (8 * place);
    }

    fn clear(&mut self, place: usize) {
        self.0 &= !(0xff << (8 * place));
    }
}

/// The lowest byte with a bit in it.
fn first_byte(word: u64) -> Option<usize> {
    (word != 0).then(|| word.trailing_zeros() as usize / 8)
}

impl<K: Hash + Eq, V> Map<K, V> {
    /// An empty map, which hashes with a secret of its own.
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> Map<K, V, S> {
    /// An empty map that hashes with `hasher`.
    pub fn with_hasher(hasher: S) -> Self {
        Self { tags: Vec::new(), slots: Vec::new(), len: 0, hasher }
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
    /// Removal moves entries back into the slot that was just asked about, so that slot is asked again. Nothing has gone
    /// past a group that is not full. Starting behind one, entries never move back past the start and are never met
    /// twice.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        let Some(before) = self.tags.iter().position(|tags| tags.empty_place().is_some()) else { return };
        let mut group = before;
        loop {
            group = self.next(group);
            for slot in slots_of(group) {
                while self.slots[slot].as_mut().is_some_and(|entry| !keep(&entry.key, &mut entry.value)) {
                    self.vacate(slot);
                }
            }
            if group == before {
                return;
            }
        }
    }

    /// All entries, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.slots.iter().flatten().map(|entry| (&entry.key, &entry.value))
    }

    /// The hash of a key, with its highest bit set, as a tag needs it.
    fn hash(&self, key: &K) -> NonZeroU64 {
        self.hasher.hash_one(key) | HIGHEST_BIT
    }

    /// The slot of `key`, or as an error the slot where it would have to stand.
    fn search(&self, hash: NonZeroU64, key: &K) -> Result<usize, usize> {
        if self.tags.is_empty() {
            return Err(0);
        }
        let tag = Tags::tag(hash);
        let mut group = self.home(hash);
        loop {
            let tags = self.tags[group];
            for place in tags.places_of(tag) {
                let slot = group * GROUP + place;
                if self.slots[slot].as_ref().is_some_and(|entry| entry.hash == hash && entry.key == *key) {
                    return Ok(slot);
                }
            }
            if let Some(place) = tags.empty_place() {
                return Err(group * GROUP + place);
            }
            group = self.next(group);
        }
    }

    /// Adds an entry whose key is not in the map, and says in which slot it stands: in `slot`, unless the table grows.
    fn add(&mut self, slot: usize, entry: Entry<K, V>) -> usize {
        // At most 7/8 of the slots are taken. Beyond that, most groups are full.
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

    /// The slot where a new entry belongs: the first that is empty, from its home on.
    fn seat(&self, hash: NonZeroU64) -> usize {
        let mut group = self.home(hash);
        loop {
            if let Some(place) = self.tags[group].empty_place() {
                return group * GROUP + place;
            }
            group = self.next(group);
        }
    }

    /// Puts an entry into an empty slot.
    fn place(&mut self, slot: usize, entry: Entry<K, V>) {
        self.tags[slot / GROUP].set(slot % GROUP, Tags::tag(entry.hash));
        self.slots[slot] = Some(entry);
    }

    /// Takes an entry out of its slot and leaves that empty.
    fn lift(&mut self, slot: usize) -> Option<Entry<K, V>> {
        self.tags[slot / GROUP].clear(slot % GROUP);
        self.slots[slot].take()
    }

    /// Takes an entry out and closes the gap.
    ///
    /// If its group was full, entries may have gone past it, which a search would no longer find. The first of them moves
    /// into the hole, and leaves a hole in its own group. None has gone past a group that was not full.
    fn vacate(&mut self, slot: usize) -> Option<Entry<K, V>> {
        let (mut hole, mut group) = (slot, slot / GROUP);
        let mut was_full = self.is_full(group);
        let removed = self.lift(slot);
        self.len -= 1;
        while was_full {
            group = self.next(group);
            was_full = self.is_full(group);
            let passed = self.distance(hole / GROUP, group);
            let moves_back = |slot: &usize| {
                self.slots[*slot].as_ref().is_some_and(|entry| self.distance(self.home(entry.hash), group) >= passed)
            };
            if let Some(slot) = slots_of(group).find(moves_back)
                && let Some(entry) = self.lift(slot)
            {
                self.place(hole, entry);
                hole = slot;
            }
        }
        removed
    }

    /// Moves to a table of twice the size.
    fn grow(&mut self) {
        let groups = 1.max(2 * self.tags.len());
        self.tags = vec![Tags::EMPTY; groups];
        let slots = iter::repeat_with(|| None).take(groups * GROUP).collect();
        for entry in mem::replace(&mut self.slots, slots).into_iter().flatten() {
            self.place(self.seat(entry.hash), entry);
        }
    }

    fn is_full(&self, group: usize) -> bool {
        self.tags[group].empty_place().is_none()
    }

    #[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
    fn home(&self, hash: NonZeroU64) -> usize {
        hash.get() as usize & self.mask()
    }

    fn next(&self, group: usize) -> usize {
        (group + 1) & self.mask()
    }

    /// How many groups `to` lies behind `from`, round the end of the table.
    fn distance(&self, from: usize, to: usize) -> usize {
        to.wrapping_sub(from) & self.mask()
    }

    /// The number of groups is a power of two, so that `& mask` is the remainder. Not for a table without slots.
    fn mask(&self) -> usize {
        self.tags.len() - 1
    }
}

fn slots_of(group: usize) -> Range<usize> {
    group * GROUP..(group + 1) * GROUP
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
