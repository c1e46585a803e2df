//! caught by: tests::complexity::all_windows_together_cost_o_n, tests::complexity::a_stream_costs_o_1_a_value, tests::complexity::asking_does_not_look_through_the_window
//! Looks through the whole window for each maximum: O(n k).

use std::collections::VecDeque;
use std::num::NonZeroUsize;

pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    values.windows(width.get()).filter_map(|window| window.iter().max().copied()).collect()
}

pub struct RollingMax<T> {
    width: NonZeroUsize,
    window: VecDeque<T>,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width, window: VecDeque::new() }
    }

    pub fn push(&mut self, value: T) {
        if self.window.len() == self.width.get() {
            self.window.pop_front();
        }
        self.window.push_back(value);
    }

    pub fn max(&self) -> Option<&T> {
        self.window.iter().max()
    }
}
