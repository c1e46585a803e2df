//! caught by: tests::complexity::no_input_made_for_this_code_is_quadratic
//! Takes the median of the first, the middle and the last value, which somebody can arrange.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    let (mut start, mut end) = (0, values.len());

    while end - start > 1 {
        let pivot = median_of_three(values, [start, start + (end - start) / 2, end - 1], &mut compare);
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
    let (mut equal, mut next, mut greater) = (0, 1, part.len());
    while next < greater {
        match compare(&part[next], &part[equal]) {
            Ordering::Less => {
                part.swap(equal, next);
                equal += 1;
                next += 1;
            }
            Ordering::Equal => next += 1,
            Ordering::Greater => {
                greater -= 1;
                part.swap(next, greater);
            }
        }
    }
    (equal, greater)
}

fn median_of_three<T>(values: &[T], places: [usize; 3], compare: &mut impl FnMut(&T, &T) -> Ordering) -> usize {
    let [mut first, mut second, third] = places;
    if compare(&values[second], &values[first]).is_lt() {
        (first, second) = (second, first);
    }
    if compare(&values[third], &values[first]).is_lt() {
        first
    } else if compare(&values[third], &values[second]).is_lt() {
        third
    } else {
        second
    }
}
