//! caught by: tests::complexity::sums_and_changes_cost_o_log_n
//! Keeps a sum for each block of √n values: changes cost little, sums O(√n).

use std::ops::{Add, Range, Sub};

pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

pub struct FenwickTree<T> {
    values: Vec<T>,
    width: usize,
    blocks: Vec<T>,
}

impl<T: Number> FenwickTree<T> {
    pub fn from_values(values: Vec<T>) -> Self {
        let width = values.len().isqrt().max(1);
        let sum = |block: &[T]| block[1..].iter().fold(block[0], |sum, value| sum + *value);
        let blocks = values.chunks(width).map(sum).collect();
        Self { values, width, blocks }
    }

    pub fn add(&mut self, index: usize, amount: T) {
        self.values[index] = self.values[index] + amount;
        let block = &mut self.blocks[index / self.width];
        *block = *block + amount;
    }

    pub fn set(&mut self, index: usize, value: T) {
        let block = &mut self.blocks[index / self.width];
        *block = *block - self.values[index] + value;
        self.values[index] = value;
    }

    pub fn get(&self, index: usize) -> T {
        self.values[index]
    }

    pub fn prefix_sum(&self, end: usize) -> T {
        let block = end / self.width;
        let whole = self.blocks[..block].iter();
        whole.chain(&self.values[block * self.width..end]).fold(T::default(), |sum, value| sum + *value)
    }

    pub fn range_sum(&self, range: Range<usize>) -> T {
        assert!(range.start <= range.end);
        self.prefix_sum(range.end) - self.prefix_sum(range.start)
    }

    pub fn select(&self, rank: T) -> Option<usize> {
        let (mut block, mut rest) = (0, rank);
        while block < self.blocks.len() && self.blocks[block] <= rest {
            rest = rest - self.blocks[block];
            block += 1;
        }
        for index in block * self.width..self.values.len() {
            if self.values[index] > rest {
                return Some(index);
            }
            rest = rest - self.values[index];
        }
        None
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
