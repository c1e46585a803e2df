//! An array of all prefix sums, as one keeps for numbers that never change. It answers at once, or after a binary search,
//! and has to rewrite all sums behind a number that does change: it cannot do that in less than O(n).

use std::ops::{Add, Range, Sub};

/// The sum of the first `end` values is `sums[end - 1]`.
pub struct FenwickTree<T> {
    sums: Vec<T>,
}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> FenwickTree<T> {
    pub fn from_values(values: Vec<T>) -> Self {
        let mut sums = values;
        let mut sum = T::default();
        for value in &mut sums {
            sum = sum + *value;
            *value = sum;
        }
        Self { sums }
    }

    pub fn add(&mut self, index: usize, amount: T) {
        for sum in &mut self.sums[index..] {
            *sum = *sum + amount;
        }
    }

    pub fn prefix_sum(&self, end: usize) -> T {
        if end == 0 { T::default() } else { self.sums[end - 1] }
    }

    pub fn range_sum(&self, range: Range<usize>) -> T {
        self.prefix_sum(range.end) - self.prefix_sum(range.start)
    }

    pub fn select(&self, rank: T) -> Option<usize> {
        let index = self.sums.partition_point(|sum| *sum <= rank);
        (index < self.sums.len()).then_some(index)
    }
}
