//! The standard library's `partition_point`, which does without checks of bounds, in unsafe code.

use std::ops::Range;

pub fn lower_bound<T: Ord>(sorted: &[T], value: &T) -> usize {
    sorted.partition_point(|element| element < value)
}

pub fn equal_range<T: Ord>(sorted: &[T], value: &T) -> Range<usize> {
    let start = lower_bound(sorted, value);
    start..start + sorted[start..].partition_point(|element| element <= value)
}
