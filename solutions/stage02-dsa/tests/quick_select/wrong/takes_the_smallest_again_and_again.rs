//! caught by: tests::complexity::no_shape_of_input_is_quadratic, tests::complexity::values_in_no_order_cost_few_comparisons
//! Looks for the smallest of what is left, as often as the index says: O(n k).

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    for place in 0..=index {
        let mut smallest = place;
        for other in place + 1..values.len() {
            if compare(&values[other], &values[smallest]).is_lt() {
                smallest = other;
            }
        }
        values.swap(place, smallest);
    }
    &mut values[index]
}
