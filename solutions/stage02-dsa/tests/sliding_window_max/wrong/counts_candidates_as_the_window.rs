//! caught by: tests::behaviour::forgotten_values_still_grow_old, tests::behaviour::a_maximum_leaves_with_the_window
//! Lets the oldest candidate go when there are more than a window's worth, but forgotten values were in the window too.

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
    candidates: VecDeque<T>,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width: width.get(), candidates: VecDeque::new() }
    }

    pub fn push(&mut self, value: T) {
        while self.candidates.back().is_some_and(|candidate| *candidate <= value) {
            self.candidates.pop_back();
        }
        self.candidates.push_back(value);
        if self.candidates.len() > self.width {
            self.candidates.pop_front();
        }
    }

    pub fn max(&self) -> Option<&T> {
        self.candidates.front()
    }
}
