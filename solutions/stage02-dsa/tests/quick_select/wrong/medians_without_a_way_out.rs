//! caught by: tests::edge_cases::a_comparator_that_contradicts_itself_loses_nothing
//! Trusts that the median of medians splits off enough: with a bad comparator, it searches for one again and again.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    select(values, index, &mut compare);
    &mut values[index]
}

fn select<T>(values: &mut [T], index: usize, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    let (mut start, mut end) = (0, values.len());
    while end - start > 5 {
        let part = &mut values[start..end];
        let groups = part.len() / 5;
        for group in 0..groups {
            sort(&mut part[group * 5..group * 5 + 5], compare);
            part.swap(group, group * 5 + 2);
        }
        select(&mut part[..groups], groups / 2, compare);
        let (less, greater) = partition(part, groups / 2, compare);
        if index < start + less {
            end = start + less;
        } else if index >= start + greater {
            start += greater;
        } else {
            return;
        }
    }
    sort(&mut values[start..end], compare);
}

fn sort<T>(part: &mut [T], compare: &mut impl FnMut(&T, &T) -> Ordering) {
    for sorted in 1..part.len() {
        for place in (1..=sorted).rev() {
            if compare(&part[place], &part[place - 1]).is_ge() {
                break;
            }
            part.swap(place, place - 1);
        }
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
