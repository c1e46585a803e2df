//! caught by: tests::complexity::the_oldest_leaves_without_shifting_the_others
//! Keeps candidates in a vector and removes the first: all others are shifted along each time.

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
    candidates: Vec<(usize, T)>,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width: width.get(), pushed: 0, candidates: Vec::new() }
    }

    pub fn push(&mut self, value: T) {
        if self.candidates.first().is_some_and(|(position, _)| self.pushed - position >= self.width) {
            self.candidates.remove(0);
        }
        while self.candidates.last().is_some_and(|(_, candidate)| *candidate <= value) {
            self.candidates.pop();
        }
        self.candidates.push((self.pushed, value));
        self.pushed += 1;
    }

    pub fn max(&self) -> Option<&T> {
        self.candidates.first().map(|(_, value)| value)
    }
}
