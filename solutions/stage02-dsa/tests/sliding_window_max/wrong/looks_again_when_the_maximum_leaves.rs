//! caught by: tests::complexity::all_windows_together_cost_o_n, tests::complexity::a_stream_costs_o_1_a_value
//! Remembers the maximum and looks through the window only when it leaves, which is every time while values fall.

use std::collections::VecDeque;
use std::num::NonZeroUsize;

pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    let mut window = RollingMax::new(width);
    let mut maxima = Vec::new();
    for (index, &value) in values.iter().enumerate() {
        window.push(value);
        if index >= width.get() - 1 {
            maxima.extend(window.max().copied());
        }
    }
    maxima
}

pub struct RollingMax<T> {
    width: NonZeroUsize,
    window: VecDeque<T>,
    best: usize,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width, window: VecDeque::new(), best: 0 }
    }

    pub fn push(&mut self, value: T) {
        let full = self.window.len() == self.width.get();
        let left = full && self.best == 0;
        if full {
            self.window.pop_front();
            self.best = self.best.saturating_sub(1);
        }
        self.window.push_back(value);
        let latest = self.window.len() - 1;
        if left {
            self.best = (0..self.window.len()).max_by_key(|&place| &self.window[place]).unwrap_or(0);
        } else if self.window[latest] >= self.window[self.best] {
            self.best = latest;
        }
    }

    pub fn max(&self) -> Option<&T> {
        self.window.get(self.best)
    }
}
