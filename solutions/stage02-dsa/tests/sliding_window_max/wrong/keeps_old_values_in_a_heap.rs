//! caught by: tests::complexity::a_stream_never_holds_more_values_than_its_window, tests::complexity::memory_does_not_grow_with_the_stream
//! A heap that only drops old values when they come to its top: rising values stay in it for ever.

use std::collections::BinaryHeap;
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
    heap: BinaryHeap<(T, usize)>,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width: width.get(), pushed: 0, heap: BinaryHeap::new() }
    }

    pub fn push(&mut self, value: T) {
        self.heap.push((value, self.pushed));
        while self.heap.peek().is_some_and(|(_, position)| self.pushed - position >= self.width) {
            self.heap.pop();
        }
        self.pushed += 1;
    }

    pub fn max(&self) -> Option<&T> {
        self.heap.peek().map(|(value, _)| value)
    }
}
