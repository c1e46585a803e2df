//! caught by: tests::complexity::values_in_no_order_cost_few_comparisons
//! Goes on in both parts, as quicksort does, although one of them cannot contain the place.

use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    quicksort(values, &RandomState::new(), &mut compare);
    &mut values[index]
}

fn quicksort<T>(part: &mut [T], random: &RandomState, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    if part.len() > 1 {
        let pivot = usize::try_from(random.hash_one(part.len()) >> 33).unwrap_or(0) % part.len();
        let (less, greater) = partition(part, pivot, compare);
        quicksort(&mut part[..less], random, compare);
        quicksort(&mut part[greater..], random, compare);
    }
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
