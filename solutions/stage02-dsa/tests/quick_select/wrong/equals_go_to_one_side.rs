//! caught by: tests::complexity::no_shape_of_input_is_quadratic
//! Random pivots and two parts: when all values are equal, one of them is split off at a time.

use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    let (mut start, mut end) = (0, values.len());
    let state = RandomState::new();
    while end - start > 1 {
        let pivot = start + usize::try_from(state.hash_one(end - start) >> 33).unwrap_or(0) % (end - start);
        let (less, greater) = partition(&mut values[start..end], pivot - start, &mut compare);
        if index < start + less {
            end = start + less;
        } else if index >= start + greater {
            start += greater;
        } else {
            break;
        }
    }
    &mut values[index]
}

fn partition<T>(part: &mut [T], pivot: usize, compare: &mut impl FnMut(&T, &T) -> Ordering) -> (usize, usize) {
    part.swap(0, pivot);
    let mut border = 0;
    for next in 1..part.len() {
        if compare(&part[next], &part[0]).is_lt() {
            border += 1;
            part.swap(border, next);
        }
    }
    part.swap(0, border);
    (border, border + 1)
}
