//! Bloom filter.
//!
//! An item stands for k bits out of m, which a hash chooses. To insert it sets them, and an item is taken for inserted
//! when all of its bits are set. So whatever was inserted is found, for no bit is ever cleared; and a stranger is taken
//! for an item when others happen to have set all of its bits.
//!
//! How often that is follows from m, k and the number of items n. A bit is still zero after n items with a probability
//! of about e^(-kn/m). For given m and n, the rate (1 - e^(-kn/m))^k is least when half of the bits are set, so with
//! k = (m / n) ln 2. It is then 2^-k. Solved for a rate p: k = log₂ (1/p) and m = n ln (1/p) / (ln 2)².

use std::f64::consts::LN_2;
use std::hash::{BuildHasher, Hash, RandomState};

/// A set that keeps bits in place of its items: it may hold an item for one of its own that is not, never the reverse.
pub struct BloomFilter<S = RandomState> {
    /// At least one. Bit b is bit b % 64 of word b / 64.
    words: Box<[u64]>,
    hashes: u32,
    hasher: S,
}

const WORD_BITS: usize = u64::BITS as usize;

impl BloomFilter {
    /// As [`with_hasher`](BloomFilter::with_hasher), with a hasher that has a secret of its own.
    pub fn new(expected: usize, rate: f64) -> Self {
        Self::with_hasher(expected, rate, RandomState::new())
    }
}

impl<S: BuildHasher> BloomFilter<S> {
    /// An empty filter. Filled with `expected` different items, it takes a share of `rate` of all others for its own.
    ///
    /// # Panics
    ///
    /// Panics unless `rate` lies between 0 and 1, both excluded. The message says `between 0 and 1`.
    #[expect(clippy::cast_precision_loss, reason = "a size is rounded here anyway")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers, none of them negative")]
    pub fn with_hasher(expected: usize, rate: f64, hasher: S) -> Self {
        // Written so that it does not hold for NaN.
        assert!(rate > 0.0 && rate < 1.0, "the rate of false positives must lie between 0 and 1: {rate}");
        let bits = expected as f64 * -rate.ln() / (LN_2 * LN_2);
        // Whole words: the rest of the last one has its price already.
        let words = (bits / WORD_BITS as f64).ceil().max(1.0) as usize;
        Self { words: vec![0; words].into(), hashes: (-rate.log2()).round().max(1.0) as u32, hasher }
    }

    /// How many bits the filter has.
    pub fn bits(&self) -> usize {
        self.words.len() * WORD_BITS
    }

    /// How many bits stand for an item.
    pub fn hashes(&self) -> u32 {
        self.hashes
    }

    /// Adds an item. False if the filter took it for one of its own before, and so has not changed.
    pub fn insert<T: Hash + ?Sized>(&mut self, item: &T) -> bool {
        let mut new = false;
        // All bits are set, also behind one that was set before: that one may be another item's.
        for bit in self.bits_of(item) {
            let word = &mut self.words[bit / WORD_BITS];
            let mask = 1 << (bit % WORD_BITS);
            new |= *word & mask == 0;
            *word |= mask;
        }
        new
    }

    /// Whether the item may have been inserted. If not, this is certain.
    pub fn contains<T: Hash + ?Sized>(&self, item: &T) -> bool {
        self.bits_of(item).all(|bit| self.words[bit / WORD_BITS] >> (bit % WORD_BITS) & 1 == 1)
    }

    /// About how many different items were inserted, rounded. `usize::MAX` when all bits are set.
    ///
    /// n items leave a share of e^(-kn/m) of the bits zero, on average. This is the n that leaves just what is left.
    /// Bits know nothing of items that come twice, nor of who set them: so it also holds after `unite`.
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of infinity gives the maximum")]
    pub fn estimated_len(&self) -> usize {
        let bits = self.bits() as f64;
        let zeros: u64 = self.words.iter().map(|word| u64::from(word.count_zeros())).sum();
        let items = bits / f64::from(self.hashes) * -(zeros as f64 / bits).ln();
        items.round() as usize
    }

    /// Adds all items of another filter. Nothing is changed when that cannot be done.
    ///
    /// An item must have the same bits in both. Hashers cannot be compared, but what they make of a value can: two with
    /// secrets of their own do not agree on one by chance.
    pub fn unite(&mut self, other: &Self) -> Result<(), UniteError> {
        if (self.bits(), self.hashes) != (other.bits(), other.hashes) {
            return Err(UniteError::Size);
        }
        if self.hasher.hash_one("the same?") != other.hasher.hash_one("the same?") {
            return Err(UniteError::Hasher);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        Ok(())
    }

    /// The bits that stand for an item.
    ///
    /// One hash gives two numbers, a start and a step, and k numbers by adding: for the rate of false positives that
    /// is as good as k hashes (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006). Both are taken for
    /// fractions of 2^64, and a product brings them down to 0..bits. That only looks at the upper bits, so the step
    /// has the hash's lower half in its upper one: else start and step would be the same number. They wrap around, as
    /// fractions should.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the upper half of the product is less than the number of bits"
    )]
    fn bits_of<T: Hash + ?Sized>(&self, item: &T) -> impl Iterator<Item = usize> + use<T, S> {
        let start = self.hasher.hash_one(item);
        let step = start.rotate_left(32);
        let bits = self.bits() as u128;
        let place = move |fraction: u64| ((u128::from(fraction) * bits) >> 64) as usize;
        (0..u64::from(self.hashes)).map(move |index| place(start.wrapping_add(step.wrapping_mul(index))))
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
