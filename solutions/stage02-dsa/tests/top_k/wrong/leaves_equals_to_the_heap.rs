//! caught by: tests::behaviour::of_equals_the_later_ones_go_first, tests::behaviour::equals_are_shown_in_the_order_in_which_they_came
//! Keeps values without their numbers: which of equals goes, and which is shown first, is as the heap likes it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub struct TopK<T> {
    k: usize,
    kept: BinaryHeap<Reverse<T>>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, kept: BinaryHeap::new() }
    }

    pub fn push(&mut self, value: T) {
        if self.kept.len() < self.k {
            self.kept.push(Reverse(value));
        } else if self.kept.peek().is_some_and(|worst| value > worst.0) {
            self.kept.pop();
            self.kept.push(Reverse(value));
        }
    }

    pub fn largest(&self) -> Vec<&T> {
        let mut best: Vec<_> = self.kept.iter().collect();
        best.sort();
        best.into_iter().map(|Reverse(value)| value).collect()
    }

    pub fn absorb(&mut self, other: Self) {
        for Reverse(value) in other.kept.into_sorted_vec() {
            self.push(value);
        }
    }
}
