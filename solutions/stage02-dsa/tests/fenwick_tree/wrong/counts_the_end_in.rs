//! caught by: tests::behaviour::a_prefix_is_summed_up, tests::behaviour::a_range_is_summed_up
//! Takes the value at the end into the sum, as the textbook with its inclusive ends does.

use std::ops::{Add, Range, Sub};

pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

pub struct FenwickTree<T> {
    nodes: Vec<T>,
}

impl<T: Number> FenwickTree<T> {
    pub fn from_values(mut values: Vec<T>) -> Self {
        for index in 0..values.len() {
            let parent = index | (index + 1);
            if parent < values.len() {
                values[parent] = values[parent] + values[index];
            }
        }
        Self { nodes: values }
    }

    pub fn add(&mut self, index: usize, amount: T) {
        assert!(index < self.nodes.len());
        let mut node = index;
        while node < self.nodes.len() {
            self.nodes[node] = self.nodes[node] + amount;
            node |= node + 1;
        }
    }

    pub fn set(&mut self, index: usize, value: T) {
        let old = self.get(index);
        let mut node = index;
        while node < self.nodes.len() {
            self.nodes[node] = self.nodes[node] - old + value;
            node |= node + 1;
        }
    }

    pub fn get(&self, index: usize) -> T {
        assert!(index < self.nodes.len());
        self.range_sum(index..index + 1)
    }

    pub fn prefix_sum(&self, end: usize) -> T {
        let mut end = (end + 1).min(self.nodes.len());
        let mut sum = T::default();
        while end > 0 {
            sum = sum + self.nodes[end - 1];
            end &= end - 1;
        }
        sum
    }

    pub fn range_sum(&self, range: Range<usize>) -> T {
        assert!(range.start <= range.end);
        self.prefix_sum(range.end) - self.prefix_sum(range.start)
    }

    pub fn select(&self, rank: T) -> Option<usize> {
        let (mut start, mut rest) = (0, rank);
        let mut step = self.nodes.len().next_power_of_two();
        while step > 0 {
            if start + step <= self.nodes.len() && self.nodes[start + step - 1] <= rest {
                start += step;
                rest = rest - self.nodes[start - 1];
            }
            step /= 2;
        }
        (start < self.nodes.len()).then_some(start)
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
