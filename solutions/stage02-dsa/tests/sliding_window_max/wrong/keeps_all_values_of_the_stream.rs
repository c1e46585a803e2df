//! caught by: tests::complexity::a_stream_never_holds_more_values_than_its_window, tests::complexity::memory_does_not_grow_with_the_stream
//! Keeps positions, as one does for a slice, and all values of the stream so that they can be looked up.

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
    values: VecDeque<T>,
    candidates: VecDeque<usize>,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width: width.get(), pushed: 0, values: VecDeque::new(), candidates: VecDeque::new() }
    }

    pub fn push(&mut self, value: T) {
        if self.candidates.front().is_some_and(|&position| self.pushed - position >= self.width) {
            self.candidates.pop_front();
        }
        while self.candidates.back().is_some_and(|&position| self.values[position] <= value) {
            self.candidates.pop_back();
        }
        self.candidates.push_back(self.pushed);
        self.values.push_back(value);
        self.pushed += 1;
    }

    pub fn max(&self) -> Option<&T> {
        self.candidates.front().map(|&position| &self.values[position])
    }
}
