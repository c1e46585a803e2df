//! caught by: tests::complexity::strangers_pass_as_rarely_as_was_asked_for, tests::behaviour::the_number_of_items_is_told_within_three_percent
//! Has words of 64 bits and shifts by what is left of 8: seven in eight bits are never used.

use std::f64::consts::LN_2;
use std::hash::{BuildHasher, Hash, RandomState};

pub struct BloomFilter<S = RandomState> {
    words: Vec<u64>,
    bits: usize,
    hashes: u32,
    hasher: S,
}

impl BloomFilter {
    pub fn new(expected: usize, rate: f64) -> Self {
        Self::with_hasher(expected, rate, RandomState::new())
    }
}

impl<S: BuildHasher> BloomFilter<S> {
    pub fn with_hasher(expected: usize, rate: f64, hasher: S) -> Self {
        assert!(rate > 0.0 && rate < 1.0, "the rate must lie between 0 and 1");
        let bits = (expected as f64 * -rate.ln() / (LN_2 * LN_2)).ceil().max(1.0) as usize;
        let hashes = (-rate.log2()).round().max(1.0) as u32;
        Self { words: vec![0; bits.div_ceil(64)], bits, hashes, hasher }
    }

    pub fn bits(&self) -> usize {
        self.bits
    }

    pub fn hashes(&self) -> u32 {
        self.hashes
    }

    pub fn insert<T: Hash + ?Sized>(&mut self, item: &T) -> bool {
        let mut new = false;
        let hash = self.hasher.hash_one(item);
        for index in 0..self.hashes {
            let place = self.place(hash, index);
            new |= self.words[place / 64] & (1 << (place % 8)) == 0;
            self.words[place / 64] |= 1 << (place % 8);
        }
        new
    }

    pub fn contains<T: Hash + ?Sized>(&self, item: &T) -> bool {
        let hash = self.hasher.hash_one(item);
        (0..self.hashes)
            .map(|index| self.place(hash, index))
            .all(|place| self.words[place / 64] & (1 << (place % 8)) != 0)
    }

    pub fn estimated_len(&self) -> usize {
        let ones: u32 = self.words.iter().map(|word| word.count_ones()).sum();
        let (ones, bits) = (f64::from(ones), self.bits as f64);
        (-bits / f64::from(self.hashes) * (1.0 - ones / bits).ln()).round() as usize
    }

    pub fn unite(&mut self, other: &Self) -> Result<(), UniteError> {
        if (self.bits, self.hashes) != (other.bits, other.hashes) {
            return Err(UniteError::Size);
        }
        if self.hasher.hash_one(0) != other.hasher.hash_one(0) {
            return Err(UniteError::Hasher);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        Ok(())
    }

    fn place(&self, hash: u64, index: u32) -> usize {
        let (first, second) = (hash & 0xffff_ffff, hash >> 32);
        ((first + u64::from(index) * second) % self.bits as u64) as usize
    }
}

#[derive(Debug)]
pub enum UniteError {
    Size,
    Hasher,
}
