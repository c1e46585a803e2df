//! The standard library's stable sort (driftsort). It moves values in unsafe code, where the kata sorts positions and
//! leaves the values untouched until it is done.

use std::cmp::Ordering;

pub fn merge_sort_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], compare: F) {
    values.sort_by(compare);
}
