//! Fenwick tree: read `README.md`, then make the tests pass.

use std::marker::PhantomData;
use std::ops::{Add, Range, Sub};

/// What can be summed up: a type of numbers whose default is zero.
pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

/// Values of which any can be changed and any neighbours summed up, both in O(log n).
pub struct FenwickTree<T>(PhantomData<T>);

impl<T: Number> FenwickTree<T> {
    /// A tree of these values.
    pub fn from_values(values: Vec<T>) -> Self {
        todo!("make a tree of {} values", values.len())
    }

    /// Adds `amount` to the value at `index`.
    pub fn add(&mut self, index: usize, amount: T) {
        let _ = amount;
        todo!("add the amount to each node that contains the value at {index}")
    }

    /// Replaces the value at `index`.
    pub fn set(&mut self, index: usize, value: T) {
        let _ = value;
        todo!("take the old value at {index} out of each node that contains it, and the new one in")
    }

    /// The value at `index`.
    pub fn get(&self, index: usize) -> T {
        todo!("find out what the value at {index} is")
    }

    /// The sum of the first `end` values.
    pub fn prefix_sum(&self, end: usize) -> T {
        todo!("add up the nodes that make up the first {end} values")
    }

    /// The sum of the values of `range`.
    pub fn range_sum(&self, range: Range<usize>) -> T {
        todo!("find the sum of the values {range:?}")
    }

    /// The first index whose value and those before it sum to more than `rank`; `None` when all of them do not.
    pub fn select(&self, rank: T) -> Option<usize> {
        let _ = rank;
        todo!("go down the tree and step over what fits into the rank")
    }
}

/// Values of which any neighbours can be changed at once and any can be shown, both in O(log n).
pub struct RangeAdder<T>(PhantomData<T>);

impl<T: Number> RangeAdder<T> {
    /// As many values as `length` says, all zero.
    pub fn new(length: usize) -> Self {
        todo!("make {length} values that are zero")
    }

    /// Adds `amount` to each value of `range`.
    pub fn add(&mut self, range: Range<usize>, amount: T) {
        let _ = amount;
        todo!("add the amount to each of the values {range:?} without going through them")
    }

    /// The value at `index`.
    pub fn get(&self, index: usize) -> T {
        todo!("add up what was added to the value at {index}")
    }
}
