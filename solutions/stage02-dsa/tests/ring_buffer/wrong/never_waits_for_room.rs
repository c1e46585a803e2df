//! caught by: tests::concurrency::a_producer_waits_for_room
//! Only consumers wait: a push to a full queue makes the queue larger, so that nothing slows a producer down.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::{iter, mem};

pub struct Ring<T> {
    slots: Vec<T>,
    head: usize,
    len: usize,
    grows: bool,
}

impl<T: Default> Ring<T> {
    pub fn fixed(capacity: usize) -> Self {
        let slots = iter::repeat_with(T::default).take(capacity).collect();
        Self { slots, head: 0, len: 0, grows: false }
    }

    pub fn growable() -> Self {
        Self { slots: Vec::new(), head: 0, len: 0, grows: true }
    }

    pub fn push(&mut self, value: T) -> Result<(), T> {
        if self.len == self.slots.len() {
            if !self.grows {
                return Err(value);
            }
            self.grow();
        }
        let free = self.slot(self.len);
        self.slots[free] = value;
        self.len += 1;
        Ok(())
    }

    pub fn push_overwrite(&mut self, value: T) -> Option<T> {
        match self.push(value) {
            Ok(()) => None,
            Err(value) if self.slots.is_empty() => Some(value),
            Err(value) => {
                let oldest = mem::replace(&mut self.slots[self.head], value);
                self.head = self.slot(1);
                Some(oldest)
            }
        }
    }

    pub fn pop(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        let oldest = mem::take(&mut self.slots[self.head]);
        self.head = self.slot(1);
        self.len -= 1;
        Some(oldest)
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        (index < self.len).then(|| &self.slots[self.slot(index)])
    }

    pub fn as_slices(&self) -> (&[T], &[T]) {
        let (before, from_head) = self.slots.split_at(self.head);
        match self.len.checked_sub(from_head.len()) {
            None => (&from_head[..self.len], &[]),
            Some(wrapped) => (from_head, &before[..wrapped]),
        }
    }

    pub fn drain(&mut self) -> Drain<'_, T> {
        Drain(self)
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

    fn slot(&self, steps: usize) -> usize {
        let slot = self.head + steps;
        if slot < self.slots.len() { slot } else { slot - self.slots.len() }
    }

    fn grow(&mut self) {
        const FIRST: usize = 4;
        self.slots.rotate_left(self.head);
        self.head = 0;
        self.slots.resize_with((2 * self.len).max(FIRST), T::default);
    }
}

pub struct Drain<'ring, T: Default>(&'ring mut Ring<T>);

impl<T: Default> Iterator for Drain<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.pop()
    }
}

impl<T: Default> Drop for Drain<'_, T> {
    fn drop(&mut self) {
        self.for_each(drop);
    }
}

pub struct Blocking<T> {
    state: Mutex<State<T>>,
    pushed: Condvar,
    popped: Condvar,
}

struct State<T> {
    ring: Ring<Option<T>>,
    capacity: usize,
    closed: bool,
}

impl<T> Blocking<T> {
    pub fn new(capacity: usize) -> Self {
        let state = State { ring: Ring::growable(), capacity, closed: false };
        Self { state: Mutex::new(state), pushed: Condvar::new(), popped: Condvar::new() }
    }

    pub fn push(&self, value: T) -> Result<(), T> {
        let state = self.lock();
        self.push_now(state, value)
    }

    pub fn try_push(&self, value: T) -> Result<(), T> {
        let state = self.lock();
        if state.ring.len() >= state.capacity {
            return Err(value);
        }
        self.push_now(state, value)
    }

    pub fn pop(&self) -> Option<T> {
        let state =
            self.pushed.wait_while(self.lock(), |state| state.ring.is_empty() && !state.closed).expect(UNPOISONED);
        self.pop_now(state)
    }

    pub fn try_pop(&self) -> Option<T> {
        self.pop_now(self.lock())
    }

    pub fn close(&self) {
        self.lock().closed = true;
        self.pushed.notify_all();
        self.popped.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect(UNPOISONED)
    }

    fn push_now(&self, mut state: MutexGuard<'_, State<T>>, value: T) -> Result<(), T> {
        if state.closed {
            return Err(value);
        }
        state.ring.push(Some(value)).map_err(|refused| refused.expect("elements are always `Some`"))?;
        drop(state);
        self.pushed.notify_one();
        Ok(())
    }

    fn pop_now(&self, mut state: MutexGuard<'_, State<T>>) -> Option<T> {
        let value = state.ring.pop()?;
        drop(state);
        self.popped.notify_one();
        value
    }
}

const UNPOISONED: &str = "nothing panics under the lock";
