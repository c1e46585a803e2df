//! The `fastbloom` crate. It hashes as the reference does, with `SipHash` under a secret key: its own default is faster, and
//! easier to flood.

use std::hash::{Hash, RandomState};

pub struct BloomFilter(fastbloom::BloomFilter<RandomState>);

impl BloomFilter {
    pub fn new(expected: usize, rate: f64) -> Self {
        let filter = fastbloom::BloomFilter::with_false_pos(rate).hasher(RandomState::new());
        Self(filter.expected_items(expected))
    }

    pub fn insert<T: Hash + ?Sized>(&mut self, item: &T) -> bool {
        !self.0.insert(item)
    }

    pub fn contains<T: Hash + ?Sized>(&self, item: &T) -> bool {
        self.0.contains(item)
    }
}
