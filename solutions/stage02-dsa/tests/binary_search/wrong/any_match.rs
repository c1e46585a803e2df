//! caught by: tests::behaviour::lower_bound_stands_before_equals
//! Stops at the first equal element that it meets, which need not be the first there is.

use std::cmp::Ordering;
use std::ops::{Range, RangeInclusive};

pub fn lower_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low.midpoint(high);
        match sorted[middle].cmp(value) {
            Ordering::Less => low = middle + 1,
            Ordering::Equal => return middle,
            Ordering::Greater => high = middle,
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
    lower_bound(sorted, value)..upper_bound(sorted, value)
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
