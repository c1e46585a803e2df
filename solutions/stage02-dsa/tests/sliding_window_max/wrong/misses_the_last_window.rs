//! caught by: tests::behaviour::the_last_window_counts, tests::edge_cases::one_window_may_hold_all
//! Notes the maximum before the next value comes, and after the last value none comes.

use std::collections::VecDeque;
use std::num::NonZeroUsize;

pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    let mut window = RollingMax::new(width);
    let mut maxima = Vec::new();
    let last = values.len().saturating_sub(width.get());
    for (index, &value) in values.iter().enumerate() {
        if index >= width.get() && index - width.get() < last {
            maxima.extend(window.max().copied());
        }
        window.push(value);
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
        if self.candidates.front().is_some_and(|(position, _)| self.pushed - position >= self.width) {
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
