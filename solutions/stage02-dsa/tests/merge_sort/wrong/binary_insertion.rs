//! caught by: tests::complexity::few_runs_cost_few_comparisons
//! Finds the place of each value by halving and inserts it there: few comparisons, O(n²) moves.

use std::cmp::Ordering;

pub fn merge_sort_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], mut compare: F) {
    let mut order: Vec<usize> = Vec::with_capacity(values.len());
    for index in 0..values.len() {
        let in_order = |last: &usize| compare(&values[*last], &values[index]).is_le();
        let place = if order.last().is_none_or(in_order) {
            order.len()
        } else {
            order.partition_point(|&other| compare(&values[other], &values[index]).is_le())
        };
        order.insert(place, index);
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
