//! caught by: tests::behaviour::a_maximum_leaves_with_the_window, tests::edge_cases::windows_of_one_are_the_values_themselves
//! Off by one: a value leaves when it is older than the window is wide, so the window is one wider.

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
        if self.candidates.front().is_some_and(|(position, _)| self.pushed - position > self.width) {
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
