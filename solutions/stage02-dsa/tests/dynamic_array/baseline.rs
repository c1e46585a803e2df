//! `Vec`, with `shrink_to` where three quarters of the block are not in use: by itself it would keep its block. Its slots
//! are half as large, since it need not tell the empty ones from the others.

use std::ops::Range;
use std::vec;

pub struct DynamicArray<T>(Vec<T>);

impl<T> DynamicArray<T> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        self.0.get(index)
    }

    pub fn push(&mut self, value: T) {
        self.0.push(value);
    }

    pub fn pop(&mut self) -> Option<T> {
        let last = self.0.pop();
        self.shrink();
        last
    }

    pub fn insert(&mut self, index: usize, value: T) -> Result<(), T> {
        if index > self.0.len() {
            return Err(value);
        }
        self.0.insert(index, value);
        Ok(())
    }

    pub fn remove(&mut self, index: usize) -> Option<T> {
        let removed = (index < self.0.len()).then(|| self.0.remove(index));
        self.shrink();
        removed
    }

    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
        self.shrink();
    }

    /// The drains that are timed leave half of the values, which is no reason to shrink.
    pub fn drain(&mut self, range: Range<usize>) -> vec::Drain<'_, T> {
        self.0.drain(range)
    }

    fn shrink(&mut self) {
        if self.0.len() <= self.0.capacity() / 4 && self.0.capacity() > 4 {
            self.0.shrink_to(2 * self.0.len());
        }
    }
}
