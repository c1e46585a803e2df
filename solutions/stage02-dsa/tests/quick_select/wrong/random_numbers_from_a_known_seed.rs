//! caught by: tests::complexity::no_input_made_for_this_code_is_quadratic
//! Picks pivots at random, but with the same numbers every time.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    let (mut start, mut end) = (0, values.len());
    let mut state = 0x2545_F491_usize;
    while end - start > 1 {
        let pivot = start + random(&mut state) % (end - start);
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

fn random(state: &mut usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state >> 8
}
