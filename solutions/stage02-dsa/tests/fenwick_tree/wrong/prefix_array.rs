//! caught by: tests::complexity::sums_and_changes_cost_o_log_n, tests::complexity::a_range_is_added_to_in_o_log_n
//! Keeps all prefix sums, so each change rewrites those behind it.

use std::ops::{Add, Range, Sub};

pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

pub struct FenwickTree<T> {
    sums: Vec<T>,
}

impl<T: Number> FenwickTree<T> {
    pub fn from_values(values: Vec<T>) -> Self {
        let mut sums = vec![T::default()];
        for value in values {
            sums.push(sums[sums.len() - 1] + value);
        }
        Self { sums }
    }

    pub fn add(&mut self, index: usize, amount: T) {
        assert!(index + 1 < self.sums.len());
        for sum in &mut self.sums[index + 1..] {
            *sum = *sum + amount;
        }
    }

    pub fn set(&mut self, index: usize, value: T) {
        let old = self.get(index);
        for sum in &mut self.sums[index + 1..] {
            *sum = *sum - old + value;
        }
    }

    pub fn get(&self, index: usize) -> T {
        self.sums[index + 1] - self.sums[index]
    }

    pub fn prefix_sum(&self, end: usize) -> T {
        self.sums[end]
    }

    pub fn range_sum(&self, range: Range<usize>) -> T {
        assert!(range.start <= range.end);
        self.sums[range.end] - self.sums[range.start]
    }

    pub fn select(&self, rank: T) -> Option<usize> {
        let index = self.sums[1..].partition_point(|sum| *sum <= rank);
        (index + 1 < self.sums.len()).then_some(index)
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
