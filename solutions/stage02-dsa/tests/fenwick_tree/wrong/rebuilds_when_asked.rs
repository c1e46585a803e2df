//! caught by: tests::complexity::sums_and_changes_cost_o_log_n, tests::complexity::select_walks_down_once
//! Marks the prefix sums as stale on a change and makes them anew at the next question.

use std::ops::{Add, Range, Sub};

pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

use std::cell::{Cell, RefCell};

pub struct FenwickTree<T> {
    values: Vec<T>,
    sums: RefCell<Vec<T>>,
    stale: Cell<bool>,
}

impl<T: Number> FenwickTree<T> {
    fn sum(&self, end: usize) -> T {
        let mut sums = self.sums.borrow_mut();
        if self.stale.replace(false) {
            sums.clear();
            let mut sum = T::default();
            sums.push(sum);
            for value in &self.values {
                sum = sum + *value;
                sums.push(sum);
            }
        }
        sums[end]
    }

    pub fn from_values(values: Vec<T>) -> Self {
        let sums = RefCell::new(Vec::with_capacity(values.len() + 1));
        Self { values, sums, stale: Cell::new(true) }
    }

    pub fn add(&mut self, index: usize, amount: T) {
        self.values[index] = self.values[index] + amount;
        self.stale.set(true);
    }

    pub fn set(&mut self, index: usize, value: T) {
        self.values[index] = value;
        self.stale.set(true);
    }

    pub fn get(&self, index: usize) -> T {
        self.values[index]
    }

    pub fn prefix_sum(&self, end: usize) -> T {
        self.sum(end)
    }

    pub fn range_sum(&self, range: Range<usize>) -> T {
        assert!(range.start <= range.end);
        self.sum(range.end) - self.sum(range.start)
    }

    pub fn select(&self, rank: T) -> Option<usize> {
        self.sum(0);
        let index = self.sums.borrow()[1..].partition_point(|sum| *sum <= rank);
        (index < self.values.len()).then_some(index)
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
