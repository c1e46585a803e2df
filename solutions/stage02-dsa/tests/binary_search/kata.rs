//! Binary search family.
//!
//! All four are one idea: a predicate over ordered places that is first true and then false (or the other way round),
//! and the place where it turns. Only one function searches; the others say what they search for.

use std::hint::select_unpredictable;
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
/// The widths are powers of two, so that they do not depend on any answer: the first look leaves as many answers
/// whichever way it goes, although the two sets of them may overlap. What does depend on an answer is chosen, not
/// branched on: a processor that has to guess is wrong every second time, and that takes longer than the comparison.
/// (Leonard Shar's search, after Knuth, volume 3, 6.2.1.)
///
/// Invariant: the answer is in `start..start + width`.
fn partition_point<T>(elements: &[T], mut before: impl FnMut(&T) -> bool) -> usize {
    let Some(halvings) = elements.len().checked_ilog2() else {
        return 0;
    };
    let mut width = 1 << halvings;
    let mut start = select_unpredictable(before(&elements[width - 1]), elements.len() + 1 - width, 0);
    while width > 1 {
        width /= 2;
        let middle = start + width;
        start = select_unpredictable(before(&elements[middle - 1]), middle, start);
    }
    start
}
