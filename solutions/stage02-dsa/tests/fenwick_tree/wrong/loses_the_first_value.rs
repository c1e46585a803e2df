//! caught by: tests::edge_cases::the_first_value_counts, tests::behaviour::a_prefix_is_summed_up
//! Uses the numbers from 0 as they are: node 0 gets a branch of its own on changes, and the sums end before it.

use std::ops::{Add, Range, Sub};

pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

pub struct FenwickTree<T> {
    nodes: Vec<T>,
}

impl<T: Number> FenwickTree<T> {
    pub fn from_values(values: Vec<T>) -> Self {
        let mut nodes = values;
        for index in 1..nodes.len() {
            let parent = index + (index & index.wrapping_neg());
            if parent < nodes.len() {
                nodes[parent] = nodes[parent] + nodes[index];
            }
        }
        Self { nodes }
    }

    pub fn add(&mut self, index: usize, amount: T) {
        assert!(index < self.nodes.len());
        let mut node = index;
        while node < self.nodes.len() {
            self.nodes[node] = self.nodes[node] + amount;
            if node == 0 {
                break;
            }
            node += node & node.wrapping_neg();
        }
    }

    pub fn set(&mut self, index: usize, value: T) {
        let old = self.get(index);
        self.add(index, value - old);
    }

    pub fn get(&self, index: usize) -> T {
        assert!(index < self.nodes.len());
        self.range_sum(index..index + 1)
    }

    pub fn prefix_sum(&self, end: usize) -> T {
        let mut sum = T::default();
        let mut node = end.saturating_sub(1);
        while node > 0 {
            sum = sum + self.nodes[node];
            node &= node - 1;
        }
        sum
    }

    pub fn range_sum(&self, range: Range<usize>) -> T {
        assert!(range.start <= range.end);
        self.prefix_sum(range.end) - self.prefix_sum(range.start)
    }

    pub fn select(&self, rank: T) -> Option<usize> {
        let (mut low, mut high) = (0, self.nodes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.prefix_sum(middle + 1) > rank {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        (low < self.nodes.len()).then_some(low)
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
