//! caught by: tests::behaviour::of_equals_the_earlier_ones_stay
//! Lets a value in that is only as good as the worst that is kept.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub struct TopK<T> {
    k: usize,
    pushed: u64,
    kept: BinaryHeap<(Reverse<T>, u64)>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, pushed: 0, kept: BinaryHeap::new() }
    }

    pub fn push(&mut self, value: T) {
        let number = self.pushed;
        self.pushed += 1;
        if self.kept.len() < self.k {
            self.kept.push((Reverse(value), number));
        } else if self.kept.peek().is_some_and(|(Reverse(worst), _)| value >= *worst) {
            self.kept.pop();
            self.kept.push((Reverse(value), number));
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
