//! Stable merge sort: read `README.md`, then make the tests pass.

use std::cmp::Ordering;

/// Sorts by `compare`; values that compare as equal keep their order. When `compare` panics, `values` is as it was.
pub fn merge_sort_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], compare: F) {
    let _ = compare;
    todo!("sort {} values without taking one out of the slice", values.len())
}
