//! caught by: tests::complexity::values_in_no_order_cost_few_comparisons
//! Makes a heap and takes the largest off until the place is reached: O(n log n) for the median.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    for root in (0..values.len() / 2).rev() {
        sink(values, root, &mut compare);
    }
    for last in (index + 1..values.len()).rev() {
        values.swap(0, last);
        sink(&mut values[..last], 0, &mut compare);
    }
    values.swap(0, index);
    &mut values[index]
}

fn sink<T>(heap: &mut [T], mut root: usize, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    loop {
        let mut child = 2 * root + 1;
        if child >= heap.len() {
            return;
        }
        if child + 1 < heap.len() && compare(&heap[child], &heap[child + 1]).is_lt() {
            child += 1;
        }
        if compare(&heap[root], &heap[child]).is_ge() {
            return;
        }
        heap.swap(root, child);
        root = child;
    }
}
