//! caught by: tests::complexity::equal_range_does_not_walk_along_the_equals
//! Finds the first equal by halving and the last by walking: O(n) for a column with one value.

use std::ops::{Range, RangeInclusive};

pub fn lower_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low.midpoint(high);
        if sorted[middle] < *value {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

pub fn upper_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low.midpoint(high);
        if sorted[middle] <= *value {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

pub fn equal_range<T: Ord>(sorted: &[T], value: &T) -> Range<usize> {
    let start = lower_bound(sorted, value);
    let equals = sorted[start..].iter().take_while(|element| *element == value).count();
    start..start + equals
}

pub fn first_true(range: RangeInclusive<u64>, mut holds: impl FnMut(u64) -> bool) -> Option<u64> {
    let (mut low, mut high) = range.into_inner();
    if low > high || !holds(high) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}
