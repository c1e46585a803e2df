//! caught by: tests::complexity::nothing_is_asked_of_the_heap
//! Finds the median of medians with a new vector of medians for each step.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    let (mut start, mut end) = (0, values.len());
    while end - start > 1 {
        let pivot = median_of_medians(&values[start..end], (0..end - start).collect(), &mut compare);
        let (less, greater) = partition(&mut values[start..end], pivot, &mut compare);
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

fn median_of_medians<T>(part: &[T], mut positions: Vec<usize>, compare: &mut impl FnMut(&T, &T) -> Ordering) -> usize {
    while positions.len() > 1 {
        let mut medians = Vec::new();
        for group in positions.chunks_mut(5) {
            for sorted in 1..group.len() {
                for place in (1..=sorted).rev() {
                    if compare(&part[group[place]], &part[group[place - 1]]).is_ge() {
                        break;
                    }
                    group.swap(place, place - 1);
                }
            }
            medians.push(group[group.len() / 2]);
        }
        positions = medians;
    }
    positions[0]
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
