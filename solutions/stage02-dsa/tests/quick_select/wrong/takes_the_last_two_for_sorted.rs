//! caught by: tests::edge_cases::the_first_and_the_last_place_are_places_too, tests::edge_cases::every_place_of_every_short_list_is_right
//! Stops one value too early: with two left, it takes them for sorted.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    let (mut start, mut end) = (0, values.len());

    while end - start > 2 {
        let pivot = start + (end - start) / 2;
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
