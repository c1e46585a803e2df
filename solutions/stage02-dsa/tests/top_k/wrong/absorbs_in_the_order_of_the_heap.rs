//! caught by: tests::behaviour::what_is_absorbed_came_later_and_in_its_own_order, tests::edge_cases::every_short_stream_may_be_cut_in_two
//! Takes the values of the other one as its heap holds them, which is no order.

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
        for (Reverse(value), _) in other.kept.into_vec() {
            self.push(value);
        }
    }
}
