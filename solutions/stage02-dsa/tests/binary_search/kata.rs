//! Binary search family.
//!
//! All four are one idea: a predicate over ordered places that is first true and then false (or the other way round),
//! and the place where it turns. Only one function searches; the others say what they search for.

use std::ops::{Range, RangeInclusive};

/// The number of elements that are less than `value`: where it would go to stand before its equals.
pub fn lower_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    partition_point(sorted, |element| element < value)
}

/// The number of elements that are not greater than `value`: where it would go to stand behind its equals.
pub fn upper_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    partition_point(sorted, |element| element <= value)
}

/// The positions of all elements equal to `value`; empty, and where they would be, when there are none.
pub fn equal_range<T: Ord>(sorted: &[T], value: &T) -> Range<usize> {
    let start = lower_bound(sorted, value);
    start..start + upper_bound(&sorted[start..], value)
}

/// The smallest number of `range` for which `holds` is true; once true, it stays true up to the range's end.
///
/// The range is closed, since a half-open one cannot hold `u64::MAX`. So the end is asked first: from then on the
/// answer is known to lie in `low..=high`, and `high` is always a number for which the predicate holds.
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

/// How many elements from the start are `before` the turning point.
///
/// Invariant: everything left of `low` is before it, nothing from `high` on is. The range shrinks in each step, since
/// `middle < high`: one side gets `middle + 1`, the other `middle`.
fn partition_point<T>(elements: &[T], mut before: impl FnMut(&T) -> bool) -> usize {
    let (mut low, mut high) = (0, elements.len());
    while low < high {
        let middle = low.midpoint(high);
        if before(&elements[middle]) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
