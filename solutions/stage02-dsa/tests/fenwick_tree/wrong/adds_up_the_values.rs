//! caught by: tests::complexity::sums_and_changes_cost_o_log_n, tests::complexity::select_walks_down_once
//! Keeps the values and adds them up each time.

use std::ops::{Add, Range, Sub};

pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

pub struct FenwickTree<T> {
    values: Vec<T>,
}

impl<T: Number> FenwickTree<T> {
    pub fn from_values(values: Vec<T>) -> Self {
        Self { values }
    }

    pub fn add(&mut self, index: usize, amount: T) {
        self.values[index] = self.values[index] + amount;
    }

    pub fn set(&mut self, index: usize, value: T) {
        self.values[index] = value;
    }

    pub fn get(&self, index: usize) -> T {
        self.values[index]
    }

    pub fn prefix_sum(&self, end: usize) -> T {
        self.range_sum(0..end)
    }

    pub fn range_sum(&self, range: Range<usize>) -> T {
        self.values[range].iter().fold(T::default(), |sum, value| sum + *value)
    }

    pub fn select(&self, rank: T) -> Option<usize> {
        let mut sum = T::default();
        self.values.iter().position(|value| {
            sum = sum + *value;
            sum > rank
        })
    }
}

pub struct RangeAdder<T> {
    differences: FenwickTree<T>,
    length: usize,
}

impl<T: Number> RangeAdder<T> {
    pub fn new(length: usize) -> Self {
        Self { differences: FenwickTree::from_values(vec![T::default(); length]), length }
    }

    pub fn add(&mut self, range: Range<usize>, amount: T) {
        assert!(range.start <= range.end && range.end <= self.length);
        if range.start < self.length {
            self.differences.add(range.start, amount);
        }
        if range.end < self.length {
            self.differences.add(range.end, T::default() - amount);
        }
    }

    pub fn get(&self, index: usize) -> T {
        assert!(index < self.length);
        self.differences.prefix_sum(index + 1)
    }
}
