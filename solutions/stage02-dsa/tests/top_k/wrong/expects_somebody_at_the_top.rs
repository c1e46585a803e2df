//! caught by: tests::edge_cases::a_top_zero_keeps_nothing
//! Once there are k values, there must be one on top. There is none when k is 0.

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
        let entry = (Reverse(value), self.pushed);
        self.pushed += 1;
        if self.kept.len() < self.k {
            self.kept.push(entry);
        } else {
            let mut worst = self.kept.peek_mut().expect("a full heap has a top");
            if entry < *worst {
                *worst = entry;
            }
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
