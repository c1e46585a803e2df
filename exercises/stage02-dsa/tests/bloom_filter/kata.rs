//! Bloom filter: read `README.md`, then make the tests pass.

use std::hash::{BuildHasher, Hash, RandomState};
use std::marker::PhantomData;

/// A set that keeps bits in place of its items: it may hold an item for one of its own that is not, never the reverse.
pub struct BloomFilter<S = RandomState> {
    /// Your fields go here.
    parts: PhantomData<S>,
}

impl BloomFilter {
    /// As [`with_hasher`](BloomFilter::with_hasher), with a hasher that has a secret of its own.
    pub fn new(expected: usize, rate: f64) -> Self {
        todo!("make an empty filter for {expected} items and a rate of {rate}, with a random state")
    }
}

impl<S: BuildHasher> BloomFilter<S> {
    /// An empty filter. Filled with `expected` different items, it takes a share of `rate` of all others for its own.
    ///
    /// # Panics
    ///
    /// Panics unless `rate` lies between 0 and 1, both excluded. The message says `between 0 and 1`.
    pub fn with_hasher(expected: usize, rate: f64, hasher: S) -> Self {
        let _ = hasher;
        todo!("check the rate, and find how many bits {expected} items need for a rate of {rate}, all of them zero")
    }

    /// How many bits the filter has.
    pub fn bits(&self) -> usize {
        todo!("say how many bits there are")
    }

    /// How many bits stand for an item.
    pub fn hashes(&self) -> u32 {
        todo!("say how many bits an item sets")
    }

    /// Adds an item. False if the filter took it for one of its own before, and so has not changed.
    pub fn insert<T: Hash + ?Sized>(&mut self, item: &T) -> bool {
        let _ = item;
        todo!("set all bits of the item, and say whether one of them was zero")
    }

    /// Whether the item may have been inserted. If not, this is certain.
    pub fn contains<T: Hash + ?Sized>(&self, item: &T) -> bool {
        let _ = item;
        todo!("say whether all bits of the item are set")
    }

    /// About how many different items were inserted, rounded. `usize::MAX` when all bits are set.
    pub fn estimated_len(&self) -> usize {
        todo!("count the bits that are set, and find how many items set as many on average")
    }

    /// Adds all items of another filter. Nothing is changed when that cannot be done.
    pub fn unite(&mut self, other: &Self) -> Result<(), UniteError> {
        let _ = other;
        todo!("make sure that an item has the same bits in both, and set those that are set in the other")
    }
}

/// Why two filters cannot become one.
#[derive(Debug)]
pub enum UniteError {
    /// They have another number of bits, or of bits for an item.
    Size,
    /// Their hashers give the same item another hash.
    Hasher,
}
