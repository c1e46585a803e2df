//! caught by: tests::behaviour::of_equals_the_later_ones_go_first, tests::behaviour::of_equals_the_earlier_ones_stay
//! Numbers the values the wrong way round: of equals, the oldest is the worst, and shown last.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub struct TopK<T> {
    k: usize,
    pushed: u64,
    kept: BinaryHeap<(Reverse<T>, Reverse<u64>)>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, pushed: 0, kept: BinaryHeap::new() }
    }

    pub fn push(&mut self, value: T) {
        self.kept.push((Reverse(value), Reverse(self.pushed)));
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
