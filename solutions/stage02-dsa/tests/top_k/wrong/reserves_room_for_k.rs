//! caught by: tests::edge_cases::k_may_be_as_large_as_numbers_go
//! Reserves room for k values, however few will come.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub struct TopK<T> {
    k: usize,
    pushed: u64,
    kept: BinaryHeap<(Reverse<T>, u64)>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, pushed: 0, kept: BinaryHeap::with_capacity(k) }
    }

    pub fn push(&mut self, value: T) {
        self.kept.push((Reverse(value), self.pushed));
        self.pushed += 1;
        if self.kept.len() > self.k {
            self.kept.pop();
        }
    }

    pub fn largest(&self) -> Vec<&T> {
        let mut best: Vec<_> = self.kept.iter().collect();
        best.sort();
        best.into_iter().map(|(Reverse(value), _)| value).collect()
    }

    pub fn absorb(&mut self, other: Self) {
        for (Reverse(value), _) in other.kept.into_sorted_vec() {
            self.push(value);
        }
    }
}
