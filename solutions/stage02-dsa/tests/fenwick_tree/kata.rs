//! Fenwick tree, also called binary indexed tree.
//!
//! Count nodes and values from 1. Node i holds the sum of the values up to the i-th, as many as the lowest one bit of i is
//! worth. So the nodes of a prefix are found by clearing one bit after the other: the first 13 = 0b1101 values are node
//! 0b1101 (one value), node 0b1100 (four) and node 0b1000 (eight). No path is longer than a number has bits:
//! L = ⌊log₂ n⌋ + 1.
//!
//! The vector counts from 0, so node i is at `nodes[i - 1]`. An exclusive end is the number of the last node of a prefix
//! as it stands; only an index has to be moved by one, and that happens in `update` alone.

use std::hint::select_unpredictable;
use std::ops::{Add, Range, Sub};

/// What can be summed up: a type of numbers whose default is zero.
pub trait Number: Copy + Default + Ord + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Ord + Add<Output = T> + Sub<Output = T>> Number for T {}

/// Values of which any can be changed and any neighbours summed up, both in O(log n).
pub struct FenwickTree<T> {
    nodes: Vec<T>,
}

impl<T: Number> FenwickTree<T> {
    /// A tree of these values, made where they stand: n additions at most, and no memory.
    ///
    /// From left to right, each node is complete when it is reached: all that it consists of came before it and was
    /// added to it. It is then part of the next node that contains it, and of others only by way of that one.
    pub fn from_values(values: Vec<T>) -> Self {
        let mut nodes = values;
        for index in 0..nodes.len() {
            let complete = nodes[index];
            if let Some(next) = nodes.get_mut(next_that_contains(index)) {
                *next = *next + complete;
            }
        }
        Self { nodes }
    }

    /// Adds `amount` to the value at `index`.
    pub fn add(&mut self, index: usize, amount: T) {
        self.check_index(index);
        self.update(index, |node| node + amount);
    }

    /// Replaces the value at `index`.
    ///
    /// A difference of the two values might not fit the type, so each node lets go of the old one and takes in the new
    /// one. In this order: in between, a node is the sum of its other values.
    pub fn set(&mut self, index: usize, value: T) {
        let old = self.get(index);
        self.update(index, |node| node - old + value);
    }

    /// The value at `index`: its node, without the other nodes of which that one consists.
    pub fn get(&self, index: usize) -> T {
        self.check_index(index);
        self.range_sum(index..index + 1)
    }

    /// The sum of the first `end` values.
    pub fn prefix_sum(&self, end: usize) -> T {
        self.range_sum(0..end)
    }

    /// The sum of the values of `range`.
    ///
    /// The prefixes up to both ends share their largest nodes, so both walks stop where they meet: first what reaches too
    /// far back is summed up, and then what is too much of it is taken off. The sum never falls below the one asked for,
    /// so a type without negative numbers will do.
    pub fn range_sum(&self, range: Range<usize>) -> T {
        check_range(&range, self.nodes.len());
        let Range { mut start, mut end } = range;
        let mut sum = T::default();
        while end > start {
            sum = sum + self.nodes[end - 1];
            end &= end - 1;
        }
        while start > end {
            sum = sum - self.nodes[start - 1];
            start &= start - 1;
        }
        sum
    }

    /// The first index whose value and those before it sum to more than `rank`; `None` when all of them do not.
    ///
    /// Binary search, bit by bit from the highest: the first `count` values are known to fit into the rank, and the node
    /// at `count + bit` holds just the sum of the next `bit` values. A node that is not there holds too many.
    ///
    /// Whether a node fits is as likely as not, and a processor guesses wrong half of the time where code branches on it.
    /// So both variables change at each step, maybe by nothing.
    pub fn select(&self, rank: T) -> Option<usize> {
        let length = self.nodes.len();
        let (mut count, mut rest) = (0, rank);
        for bit in (0..usize::BITS - length.leading_zeros()).rev().map(|bit| 1 << bit) {
            if let Some(&sum) = self.nodes.get(count + bit - 1) {
                let fits = sum <= rest;
                count += select_unpredictable(fits, bit, 0);
                rest = rest - select_unpredictable(fits, sum, T::default());
            }
        }
        (count < length).then_some(count)
    }

    /// Changes each node that contains the value at `index`. Behind the last value there is none.
    fn update(&mut self, mut index: usize, change: impl Fn(T) -> T) {
        while let Some(node) = self.nodes.get_mut(index) {
            *node = change(*node);
            index = next_that_contains(index);
        }
    }

    /// Without it, a change behind the end would be lost without a word.
    fn check_index(&self, index: usize) {
        let length = self.nodes.len();
        assert!(index < length, "the index is {index}, but there are {length} values");
    }
}

/// Where the next node stands that contains the one at `index`.
///
/// Counted from 1, that is the node number with its lowest one bit added to it. Counted from 0, the zeros below that bit
/// are ones, and the sum is the number with its lowest zero bit set.
fn next_that_contains(index: usize) -> usize {
    index | (index + 1)
}

fn check_range(range: &Range<usize>, length: usize) {
    assert!(range.start <= range.end && range.end <= length, "the range is {range:?}, but there are {length} values");
}

/// Values of which any neighbours can be changed at once and any can be shown, both in O(log n).
///
/// What is kept is by how much each value differs from the one before it. A change of a range changes the differences
/// at its two ends only, and a value is the sum of all differences up to it.
pub struct RangeAdder<T> {
    differences: FenwickTree<T>,
}

impl<T: Number> RangeAdder<T> {
    /// As many values as `length` says, all zero.
    pub fn new(length: usize) -> Self {
        Self { differences: FenwickTree { nodes: vec![T::default(); length] } }
    }

    /// Adds `amount` to each value of `range`.
    pub fn add(&mut self, range: Range<usize>, amount: T) {
        check_range(&range, self.differences.nodes.len());
        self.differences.update(range.start, |node| node + amount);
        // Where the range reaches the end, there is no value behind it to go down again.
        self.differences.update(range.end, |node| node - amount);
    }

    /// The value at `index`.
    pub fn get(&self, index: usize) -> T {
        self.differences.check_index(index);
        self.differences.prefix_sum(index + 1)
    }
}
