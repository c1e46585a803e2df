//! Binary search family: read `README.md`, then make the tests pass.

use std::ops::{Range, RangeInclusive};

/// The number of elements that are less than `value`: where it would go to stand before its equals.
pub fn lower_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    let _ = value;
    todo!("find the first of {} elements that is not less than the value", sorted.len())
}

/// The number of elements that are not greater than `value`: where it would go to stand behind its equals.
pub fn upper_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    let _ = value;
    todo!("find the first of {} elements that is greater than the value", sorted.len())
}

/// The positions of all elements equal to `value`; empty, and where they would be, when there are none.
pub fn equal_range<T: Ord>(sorted: &[T], value: &T) -> Range<usize> {
    let _ = value;
    todo!("find which of {} elements equal the value", sorted.len())
}

/// The smallest number of `range` for which `holds` is true; once true, it stays true up to the range's end.
pub fn first_true(range: RangeInclusive<u64>, holds: impl FnMut(u64) -> bool) -> Option<u64> {
    let _ = holds;
    todo!("find the first number of {range:?} for which the predicate holds")
}
