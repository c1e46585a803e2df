//! The standard library's `VecDeque`, whose free slots are not initialised, in unsafe code. It always grows: that a fixed
//! ring is full is asked here.

use std::collections::VecDeque;

pub struct Ring<T> {
    queue: VecDeque<T>,
    limit: usize,
}

impl<T> Ring<T> {
    pub fn fixed(capacity: usize) -> Self {
        Self { queue: VecDeque::with_capacity(capacity), limit: capacity }
    }

    pub fn growable() -> Self {
        Self { queue: VecDeque::new(), limit: usize::MAX }
    }

    pub fn push(&mut self, value: T) -> Result<(), T> {
        if self.queue.len() == self.limit {
            return Err(value);
        }
        self.queue.push_back(value);
        Ok(())
    }

    pub fn push_overwrite(&mut self, value: T) -> Option<T> {
        let oldest = if self.queue.len() == self.limit { self.queue.pop_front() } else { None };
        self.queue.push_back(value);
        oldest
    }

    pub fn pop(&mut self) -> Option<T> {
        self.queue.pop_front()
    }

    pub fn as_slices(&self) -> (&[T], &[T]) {
        self.queue.as_slices()
    }
}
