//! caught by: tests::edge_cases::one_and_two_elements_end
//! Keeps the middle on both sides, so that a range of one element no longer shrinks.

use std::ops::{Range, RangeInclusive};

pub fn lower_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    turn(sorted, |element| element < value)
}

pub fn upper_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    turn(sorted, |element| element <= value)
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

fn turn<T>(elements: &[T], before: impl Fn(&T) -> bool) -> usize {
    let (mut low, mut high) = (0, elements.len());
    while low < high {
        let middle = low.midpoint(high);
        if before(&elements[middle]) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
