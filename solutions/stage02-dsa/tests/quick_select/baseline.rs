//! The standard library's `select_nth_unstable_by`: quickselect with the median of medians as its way out, in unsafe
//! code.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, compare: F) -> &mut T {
    values.select_nth_unstable_by(index, compare).1
}
