//! caught by: tests::edge_cases::a_window_may_be_as_wide_as_numbers_go
//! Asks whether position + width has come, which does not fit a number when the window is wide.

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
    width: usize,
    pushed: usize,
    candidates: VecDeque<(usize, T)>,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width: width.get(), pushed: 0, candidates: VecDeque::new() }
    }

    pub fn push(&mut self, value: T) {
        if self.candidates.front().is_some_and(|(position, _)| position + self.width <= self.pushed) {
            self.candidates.pop_front();
        }
        while self.candidates.back().is_some_and(|(_, candidate)| *candidate <= value) {
            self.candidates.pop_back();
        }
        self.candidates.push_back((self.pushed, value));
        self.pushed += 1;
    }

    pub fn max(&self) -> Option<&T> {
        self.candidates.front().map(|(_, value)| value)
    }
}
