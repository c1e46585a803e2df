//! Top k of a stream: a heap of the best, with the worst of them on top.
//!
//! It sounds the wrong way round, and is the whole idea. Which of the kept values is the largest matters only when
//! somebody looks. But each new value asks one question, "am I better than the worst that is kept?", and a heap answers
//! it with a single comparison. Most values of a long stream are not, and are gone at once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The `k` largest values of a stream. Of equal values, those that came earlier stay.
///
/// O(log k) for each value, and memory for `k` of them, however many come. No push ever waits for a clean-up. Where
/// that does not matter, and most values get in (they keep rising, or `k` is huge), it is several times faster to
/// collect 2k and to let `select_nth_unstable` find the best `k` of them.
pub struct TopK<T> {
    k: usize,
    /// How many values were pushed: the number of the next one.
    pushed: u64,
    /// The best values, each with its number; never more than `k`. Entries ascend from good to bad: a larger value is
    /// better, and of equals, the one with the smaller number is. So the heap's greatest entry is the worst that is
    /// kept. No two are equal, which makes up for what heaps do to equals: any order they like.
    kept: BinaryHeap<(Reverse<T>, u64)>,
}

impl<T: Ord> TopK<T> {
    /// No value yet; from now on, the `k` largest are kept.
    ///
    /// Nothing is reserved: `k` may be more than will ever come.
    pub fn new(k: usize) -> Self {
        Self { k, pushed: 0, kept: BinaryHeap::new() }
    }

    /// Takes the next value of the stream, and keeps it as long as it is one of the `k` largest.
    pub fn push(&mut self, value: T) {
        let entry = (Reverse(value), self.pushed);
        self.pushed += 1;
        if self.kept.len() < self.k {
            self.kept.push(entry);
        } else if let Some(mut worst) = self.kept.peek_mut()
            && entry < *worst
        {
            // Replaced in place and sifted down once, where a push and a pop would sift twice.
            *worst = entry;
        }
    }

    /// The `k` largest values so far, or as many as there are: the largest first, equal ones in the order in which they
    /// came.
    pub fn largest(&self) -> Vec<&T> {
        let mut best: Vec<_> = self.kept.iter().collect();
        best.sort_unstable();
        best.into_iter().map(|(Reverse(value), _)| value).collect()
    }

    /// Takes what another one shows as its largest, as if it was pushed here in the order in which it came there.
    ///
    /// From good to bad is an order in which to push, too: equals are still in the order in which they came, and among
    /// others the order does not matter.
    pub fn absorb(&mut self, other: Self) {
        for (Reverse(value), _) in other.kept.into_sorted_vec() {
            self.push(value);
        }
    }
}
