//! Hash map and hash set: read `README.md`, then make the tests pass.

use std::hash::{BuildHasher, Hash, RandomState};
use std::marker::PhantomData;

/// A hash map with open addressing: all entries live in one table.
pub struct Map<K, V, S = RandomState> {
    /// Your fields go here.
    parts: PhantomData<(K, V, S)>,
}

impl<K: Hash + Eq, V> Map<K, V> {
    /// An empty map, which hashes with a secret of its own.
    pub fn new() -> Self {
        todo!("make an empty map with a random state")
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> Map<K, V, S> {
    /// An empty map that hashes with `hasher`.
    pub fn with_hasher(hasher: S) -> Self {
        let _ = hasher;
        todo!("make an empty map")
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        todo!("count the entries")
    }

    /// The value of `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        let _ = key;
        todo!("find the key")
    }

    /// The value of `key`, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let _ = key;
        todo!("find the key")
    }

    /// Stores `value` under `key` and returns the value that it replaces.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let _ = (key, value);
        todo!("replace the value of the key, or add an entry")
    }

    /// The value of `key`; when there is none, the one that `make` makes is stored first.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let _ = (key, make);
        todo!("find the key, or add an entry with a new value")
    }

    /// Takes the entry of `key` out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let _ = key;
        todo!("take the entry out and give its value back")
    }

    /// Keeps the entries for which `keep` is true and drops the others. Each is asked about once.
    pub fn retain(&mut self, keep: impl FnMut(&K, &mut V) -> bool) {
        let _ = keep;
        todo!("ask about every entry, and remove those that are not to be kept")
    }

    /// All entries, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        std::iter::from_fn(|| todo!("give the entries"))
    }
}

/// A set of elements: a map whose values say nothing.
pub struct Set<T> {
    /// Your fields go here.
    parts: PhantomData<T>,
}

impl<T: Hash + Eq> Set<T> {
    /// An empty set.
    pub fn new() -> Self {
        todo!("make an empty set")
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        todo!("count the elements")
    }

    /// Adds an element and says whether it is new.
    pub fn insert(&mut self, element: T) -> bool {
        let _ = element;
        todo!("add the element, unless it is there")
    }

    /// Whether the element is in the set.
    pub fn contains(&self, element: &T) -> bool {
        let _ = element;
        todo!("find the element")
    }

    /// All elements, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        std::iter::from_fn(|| todo!("give the elements"))
    }

    /// The elements that are in one of the sets or in both, each once.
    pub fn union<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let _ = other;
        std::iter::from_fn(|| todo!("give the elements of both sets, each once"))
    }

    /// The elements that are in both sets.
    pub fn intersection<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let _ = other;
        std::iter::from_fn(|| todo!("give the elements that both sets have"))
    }

    /// The elements of this set that are not in the other.
    pub fn difference<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let _ = other;
        std::iter::from_fn(|| todo!("give the elements that only this set has"))
    }

    /// The elements that are in exactly one of the sets.
    pub fn symmetric_difference<'set>(&'set self, other: &'set Self) -> impl Iterator<Item = &'set T> {
        let _ = other;
        std::iter::from_fn(|| todo!("give the elements that only one set has"))
    }
}
