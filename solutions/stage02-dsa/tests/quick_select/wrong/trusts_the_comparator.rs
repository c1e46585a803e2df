//! caught by: tests::edge_cases::a_comparator_that_contradicts_itself_loses_nothing
//! Walks on until something is not less than the pivot, and out of the slice if nothing is.

use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    let random = RandomState::new();
    let (mut start, mut end) = (0, values.len() - 1);
    while start < end {
        let place = usize::try_from(random.hash_one((start, end)) >> 33).unwrap_or(0) % (end - start + 1);
        values.swap(start, start + place);
        let (mut pivot, mut left, mut right) = (start, start, end);
        while left <= right {
            while compare(&values[left], &values[pivot]).is_lt() {
                left += 1;
            }
            while compare(&values[pivot], &values[right]).is_lt() {
                right -= 1;
            }
            if left <= right {
                values.swap(left, right);
                if pivot == left {
                    pivot = right;
                } else if pivot == right {
                    pivot = left;
                }
                left += 1;
                if right == 0 {
                    break;
                }
                right -= 1;
            }
        }
        if index <= right {
            end = right;
        } else if index >= left {
            start = left;
        } else {
            break;
        }
    }
    &mut values[index]
}
