//! caught by: tests::complexity::no_more_values_are_kept_than_2k, tests::complexity::memory_does_not_grow_with_the_stream, tests::complexity::asking_costs_o_k_log_k
//! Keeps every value and sorts them all when it is asked.

use std::cmp::Reverse;

pub struct TopK<T> {
    k: usize,
    kept: Vec<T>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, kept: Vec::new() }
    }

    pub fn push(&mut self, value: T) {
        self.kept.push(value);
    }

    pub fn largest(&self) -> Vec<&T> {
        let mut best: Vec<&T> = self.kept.iter().collect();
        best.sort_by_key(|&value| Reverse(value));
        best.truncate(self.k);
        best
    }

    pub fn absorb(&mut self, other: Self) {
        for value in other.kept {
            self.push(value);
        }
    }
}
