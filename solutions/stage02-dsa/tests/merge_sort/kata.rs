//! Stable merge sort of a slice, without unsafe code.
//!
//! Safe code cannot move a value out of a slice and leave a hole, and a `T` can be neither cloned nor made up. So it is
//! positions that are sorted: `order` says which value comes first, second, and so on. The values stay where they are
//! until the last comparison has been made, and then go to their places in one pass of swaps. A comparator that panics
//! or contradicts itself can do no harm: while it is asked, nothing has moved.

use std::cmp::Ordering;
use std::mem;

/// Sorts by `compare`; values that compare as equal keep their order.
///
/// For n values in r runs, at most n (1 + ⌈log₂ r⌉) comparisons, and never more than n ⌈log₂ n⌉: to find the runs takes
/// n - 1 and leaves at most ⌈n / 2⌉ of them, since any two neighbours are a run.
pub fn merge_sort_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], mut compare: F) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let borders = find_runs(values, &mut order, &mut compare);
    let mut merger = Merger { values, compare, scratch: Vec::with_capacity(values.len()) };
    merger.merge_runs(&mut order, &borders);
    apply(values, order);
}

/// Cuts `values` into runs as long as they come and returns the borders, from 0 to the length. The positions of each
/// run in `order` are ascending by value afterwards.
///
/// A run is ascending or *strictly* descending: to turn around values that are equal would change their order.
fn find_runs<T>(values: &[T], order: &mut [usize], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut descends = |right: usize| compare(&values[right], &values[right - 1]).is_lt();
    let mut borders = vec![0];
    let mut start = 0;
    while start < values.len() {
        // One value is a run, and so are two: the first pair decides which way the run goes.
        let mut way = None;
        let mut end = start + 1;
        while end < values.len() {
            let descending = descends(end);
            if *way.get_or_insert(descending) != descending {
                break;
            }
            end += 1;
        }
        if way == Some(true) {
            order[start..end].reverse();
        }
        borders.push(end);
        start = end;
    }
    borders
}

/// What every merge needs: one scratch buffer serves them all.
struct Merger<'values, T, F> {
    values: &'values [T],
    compare: F,
    scratch: Vec<usize>,
}

impl<T, F: FnMut(&T, &T) -> Ordering> Merger<'_, T, F> {
    /// Merges the runs between `borders`: each half of them by itself, then the two results. The halves are halves of
    /// the *number* of runs, so that no position takes part in more than ⌈log₂ r⌉ merges, and so deep is the recursion.
    fn merge_runs(&mut self, order: &mut [usize], borders: &[usize]) {
        if let [start, _, .., end] = *borders {
            let half = borders.len() / 2;
            self.merge_runs(order, &borders[..=half]);
            self.merge_runs(order, &borders[half..]);
            self.merge(&mut order[start..end], borders[half] - start);
        }
    }

    /// Merges `order[..middle]` and `order[middle..]`, both ascending. Of equals, those of the left come first.
    ///
    /// Only the left positions move to the scratch buffer. The right ones are read before they are written over:
    /// `place` is behind `right` by just as many positions as still wait in the scratch buffer.
    fn merge(&mut self, order: &mut [usize], middle: usize) {
        self.scratch.clear();
        self.scratch.extend_from_slice(&order[..middle]);
        let (mut left, mut right, mut place) = (0, middle, 0);
        while left < middle && right < order.len() {
            // The right value only goes first when it is less: this is all there is to stability.
            if (self.compare)(&self.values[order[right]], &self.values[self.scratch[left]]).is_lt() {
                order[place] = order[right];
                right += 1;
            } else {
                order[place] = self.scratch[left];
                left += 1;
            }
            place += 1;
        }
        // What is left of the right part already stands where it belongs.
        order[place..right].copy_from_slice(&self.scratch[left..]);
    }
}

/// Moves each value to its place: `order[place]` says where the value for `place` stands at first.
///
/// A permutation is made of cycles. The walk along one swaps the right value into each place, which pushes the value
/// that the cycle began with along, until it comes to where it belongs. A place that is done refers to itself, so that
/// no cycle is walked twice: less than n swaps, no memory.
fn apply<T>(values: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let origin = mem::replace(&mut order[place], place);
            if origin == start {
                break;
            }
            values.swap(place, origin);
            place = origin;
        }
    }
}
