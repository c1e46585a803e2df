//! caught by: tests::behaviour::what_is_absorbed_came_later_and_in_its_own_order, tests::properties::parts_agree_with_the_whole
//! Takes over the numbers that the other one gave: both have counted from 0, so equals are mixed.

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
        self.pushed = self.pushed.max(other.pushed);
        for entry in other.kept {
            self.kept.push(entry);
            if self.kept.len() > self.k {
                self.kept.pop();
            }
        }
    }
}
