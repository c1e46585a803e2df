//! caught by: tests::edge_cases::a_comparator_that_contradicts_itself_loses_nothing, tests::complexity::no_input_costs_more_than_n_log_n
//! Looks for runs again after each pass, until only one is left: more comparisons, and no end if they contradict.

use std::cmp::Ordering;

pub fn merge_sort_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], mut compare: F) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let mut scratch = Vec::with_capacity(values.len());
    let mut borders = Vec::new();
    loop {
        borders.clear();
        borders.push(0);
        for place in 1..order.len() {
            if compare(&values[order[place - 1]], &values[order[place]]).is_gt() {
                borders.push(place);
            }
        }
        borders.push(order.len());
        if borders.len() == 2 {
            break;
        }
        for pair in (0..borders.len() - 2).step_by(2) {
            let (start, middle, end) = (borders[pair], borders[pair + 1], borders[pair + 2]);
            scratch.clear();
            scratch.extend_from_slice(&order[start..middle]);
            let (mut left, mut right, mut place) = (0, middle, start);
            while left < scratch.len() && right < end {
                if compare(&values[scratch[left]], &values[order[right]]).is_le() {
                    order[place] = scratch[left];
                    left += 1;
                } else {
                    order[place] = order[right];
                    right += 1;
                }
                place += 1;
            }
            order[place..right].copy_from_slice(&scratch[left..]);
        }
    }
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let origin = std::mem::replace(&mut order[place], place);
            if origin == start {
                break;
            }
            values.swap(place, origin);
            place = origin;
        }
    }
}
