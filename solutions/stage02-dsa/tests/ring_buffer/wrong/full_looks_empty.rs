//! caught by: tests::behaviour::a_full_ring_is_not_empty
//! Keeps the positions of both ends and works the length out of them: where they are equal, a full ring has none.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::{iter, mem};

pub struct Ring<T> {
    slots: Vec<T>,
    head: usize,
    tail: usize,
    grows: bool,
}

impl<T: Default> Ring<T> {
    pub fn fixed(capacity: usize) -> Self {
        let slots = iter::repeat_with(T::default).take(capacity).collect();
        Self { slots, head: 0, tail: 0, grows: false }
    }

    pub fn growable() -> Self {
        Self { slots: Vec::new(), head: 0, tail: 0, grows: true }
    }

    pub fn push(&mut self, value: T) -> Result<(), T> {
        if self.len() == self.slots.len() || self.len() + 1 == self.slots.len() && self.grows {
            if !self.grows {
                return Err(value);
            }
            self.grow();
        }
        self.slots[self.tail] = value;
        self.tail = (self.tail + 1) % self.slots.len();
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
        if self.is_empty() {
            return None;
        }
        let oldest = mem::take(&mut self.slots[self.head]);
        self.head = self.slot(1);
        Some(oldest)
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        (index < self.len()).then(|| &self.slots[self.slot(index)])
    }

    pub fn as_slices(&self) -> (&[T], &[T]) {
        let (before, from_head) = self.slots.split_at(self.head);
        match self.len().checked_sub(from_head.len()) {
            None => (&from_head[..self.len()], &[]),
            Some(wrapped) => (from_head, &before[..wrapped]),
        }
    }

    pub fn drain(&mut self) -> Drain<'_, T> {
        Drain(self)
    }

    pub fn len(&self) -> usize {
        let capacity = self.slots.len().max(1);
        (self.tail + capacity - self.head) % capacity
    }

    pub fn is_empty(&self) -> bool {
        self.head == self.tail
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
        let len = self.len();
        self.slots.rotate_left(self.head);
        (self.head, self.tail) = (0, len);
        self.slots.resize_with((2 * self.slots.len()).max(FIRST), T::default);
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
    ring: VecDeque<T>,
    capacity: usize,
    closed: bool,
}

impl<T> Blocking<T> {
    pub fn new(capacity: usize) -> Self {
        let state = State { ring: VecDeque::new(), capacity, closed: false };
        Self { state: Mutex::new(state), pushed: Condvar::new(), popped: Condvar::new() }
    }

    pub fn push(&self, value: T) -> Result<(), T> {
        let state = self
            .popped
            .wait_while(self.lock(), |state| state.ring.len() == state.capacity && !state.closed)
            .expect(UNPOISONED);
        self.push_now(state, value)
    }

    pub fn try_push(&self, value: T) -> Result<(), T> {
        self.push_now(self.lock(), value)
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
        if state.closed || state.ring.len() == state.capacity {
            return Err(value);
        }
        state.ring.push_back(value);
        drop(state);
        self.pushed.notify_one();
        Ok(())
    }

    fn pop_now(&self, mut state: MutexGuard<'_, State<T>>) -> Option<T> {
        let value = state.ring.pop_front()?;
        drop(state);
        self.popped.notify_one();
        Some(value)
    }
}

const UNPOISONED: &str = "nothing panics under the lock";
