//! caught by: tests::complexity::memory_is_a_few_buffers_of_n_positions
//! Makes a new vector in every merge: n allocations, n log n positions in all.

use std::cmp::Ordering;
use std::mem;

pub fn merge_sort_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], mut compare: F) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let borders = find_runs(values, &mut order, &mut compare);
    let mut merger = Merger { values, compare };
    merger.merge_runs(&mut order, &borders);
    apply(values, order);
}

fn find_runs<T>(values: &[T], order: &mut [usize], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut descends = |right: usize| compare(&values[right], &values[right - 1]).is_lt();
    let mut borders = vec![0];
    let mut start = 0;
    while start < values.len() {
        let mut way = None;
        let mut end = start + 1;
        while end < values.len() {
            let descending = descends(end);
            if *way.get_or_insert(descending) != descending {
                break;
            }
            end += 1;
        }
        if way == Some(true) {
            order[start..end].reverse();
        }
        borders.push(end);
        start = end;
    }
    borders
}

struct Merger<'values, T, F> {
    values: &'values [T],
    compare: F,
}

impl<T, F: FnMut(&T, &T) -> Ordering> Merger<'_, T, F> {
    fn merge_runs(&mut self, order: &mut [usize], borders: &[usize]) {
        if let [start, _, .., end] = *borders {
            let half = borders.len() / 2;
            self.merge_runs(order, &borders[..=half]);
            self.merge_runs(order, &borders[half..]);
            self.merge(&mut order[start..end], borders[half] - start);
        }
    }

    fn merge(&mut self, order: &mut [usize], middle: usize) {
        let scratch = order[..middle].to_vec();
        let (mut left, mut right, mut place) = (0, middle, 0);
        while left < middle && right < order.len() {
            if (self.compare)(&self.values[order[right]], &self.values[scratch[left]]).is_lt() {
                order[place] = order[right];
                right += 1;
            } else {
                order[place] = scratch[left];
                left += 1;
            }
            place += 1;
        }
        order[place..right].copy_from_slice(&scratch[left..]);
    }
}

fn apply<T>(values: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let origin = mem::replace(&mut order[place], place);
            if origin == start {
                break;
            }
            values.swap(place, origin);
            place = origin;
        }
    }
}
