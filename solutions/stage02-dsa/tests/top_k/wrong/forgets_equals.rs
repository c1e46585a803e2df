//! caught by: tests::behaviour::equal_values_each_take_a_place
//! Keeps the best in a set, where equals are one.

use std::collections::BTreeSet;

pub struct TopK<T> {
    k: usize,
    kept: BTreeSet<T>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, kept: BTreeSet::new() }
    }

    pub fn push(&mut self, value: T) {
        self.kept.insert(value);
        if self.kept.len() > self.k {
            self.kept.pop_first();
        }
    }

    pub fn largest(&self) -> Vec<&T> {
        self.kept.iter().rev().collect()
    }

    pub fn absorb(&mut self, other: Self) {
        for value in other.kept {
            self.push(value);
        }
    }
}
