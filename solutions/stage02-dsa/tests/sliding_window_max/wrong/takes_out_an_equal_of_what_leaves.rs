//! caught by: tests::edge_cases::an_equal_takes_over, tests::edge_cases::every_short_list_has_the_maxima_of_its_windows
//! Keeps one of equals, and removes it when the value that leaves equals it: the later one goes with the first.

use std::collections::VecDeque;
use std::num::NonZeroUsize;

pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    let width = width.get();
    let mut candidates = VecDeque::new();
    let mut maxima = Vec::new();
    for (index, &value) in values.iter().enumerate() {
        while candidates.back().is_some_and(|&candidate| candidate <= value) {
            candidates.pop_back();
        }
        candidates.push_back(value);
        if index >= width && candidates.front() == Some(&values[index - width]) {
            candidates.pop_front();
        }
        if index >= width - 1 {
            maxima.extend(candidates.front().copied());
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
