//! caught by: tests::behaviour::removing_closes_the_gap
//! Empties the slot and counts one value less, but the others stay where they are.

use std::ops::Range;
use std::{iter, mem};

pub struct DynamicArray<T> {
    slots: Box<[Option<T>]>,
    len: usize,
}

impl<T> DynamicArray<T> {
    const FIRST: usize = 4;

    pub fn new() -> Self {
        Self { slots: Box::default(), len: 0 }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        self.slots[..self.len].get(index)?.as_ref()
    }

    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.slots[..self.len].get_mut(index)?.as_mut()
    }

    pub fn push(&mut self, value: T) {
        if self.len == self.slots.len() {
            self.replace_block((2 * self.len).max(Self::FIRST));
        }
        self.slots[self.len] = Some(value);
        self.len += 1;
    }

    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        let last = self.slots[self.len].take();
        self.shrink();
        last
    }

    pub fn insert(&mut self, index: usize, value: T) -> Result<(), T> {
        if index > self.len {
            return Err(value);
        }
        self.push(value);
        self.slots[index..self.len].rotate_right(1);
        Ok(())
    }

    pub fn remove(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        let value = self.slots[index].take();
        self.len -= 1;
        self.shrink();
        value
    }

    pub fn swap_remove(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        self.slots.swap(index, self.len - 1);
        self.pop()
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let mut kept = 0;
        for index in 0..self.len {
            if self.slots[index].as_ref().is_some_and(&mut keep) {
                self.slots.swap(kept, index);
                kept += 1;
            }
        }
        self.drain(kept..self.len);
    }

    pub fn drain(&mut self, range: Range<usize>) -> Drain<'_, T> {
        assert!(range.start <= range.end && range.end <= self.len, "no range {range:?} among {} values", self.len);
        let behind = range.end..mem::replace(&mut self.len, range.start);
        Drain { array: self, range, behind }
    }

    fn shrink(&mut self) {
        if self.len <= self.slots.len() / 4 && self.slots.len() > Self::FIRST {
            self.replace_block((2 * self.len).max(Self::FIRST));
        }
    }

    fn replace_block(&mut self, capacity: usize) {
        let mut slots: Box<[Option<T>]> = iter::repeat_with(|| None).take(capacity).collect();
        slots[..self.len].swap_with_slice(&mut self.slots[..self.len]);
        self.slots = slots;
    }
}

pub struct Drain<'array, T> {
    array: &'array mut DynamicArray<T>,
    range: Range<usize>,
    behind: Range<usize>,
}

impl<T> Iterator for Drain<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.array.slots[self.range.next()?].take()
    }
}

impl<T> Drop for Drain<'_, T> {
    fn drop(&mut self) {
        self.for_each(drop);
        for slot in self.behind.clone() {
            self.array.slots.swap(self.array.len, slot);
            self.array.len += 1;
        }
        self.array.shrink();
    }
}
