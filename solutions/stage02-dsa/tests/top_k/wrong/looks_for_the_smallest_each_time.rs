//! caught by: tests::complexity::a_value_costs_o_log_k, tests::complexity::no_value_moves_all_others
//! Looks through all that is kept for the one to let go: O(k) for each value.

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
        if self.kept.len() > self.k {
            let worst = (0..self.kept.len()).rev().min_by_key(|&place| &self.kept[place]);
            worst.map(|place| self.kept.remove(place));
        }
    }

    pub fn largest(&self) -> Vec<&T> {
        let mut best: Vec<&T> = self.kept.iter().collect();
        best.sort_by_key(|&value| Reverse(value));
        best
    }

    pub fn absorb(&mut self, other: Self) {
        for value in other.kept {
            self.push(value);
        }
    }
}
