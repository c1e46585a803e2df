//! caught by: tests::complexity::popping_moves_no_element
//! A vector whose first element is removed: right, and O(n) for each element that leaves.

use std::sync::{Condvar, Mutex, MutexGuard};

pub struct Ring<T> {
    elements: Vec<T>,
    room: Option<usize>,
}

impl<T: Default> Ring<T> {
    pub fn fixed(capacity: usize) -> Self {
        Self { elements: Vec::with_capacity(capacity), room: Some(capacity) }
    }

    pub fn growable() -> Self {
        Self { elements: Vec::new(), room: None }
    }

    pub fn push(&mut self, value: T) -> Result<(), T> {
        if Some(self.len()) == self.room {
            return Err(value);
        }
        self.elements.push(value);
        Ok(())
    }

    pub fn push_overwrite(&mut self, value: T) -> Option<T> {
        match self.push(value) {
            Ok(()) => None,
            Err(value) if self.is_empty() => Some(value),
            Err(value) => {
                let oldest = self.pop();
                self.elements.push(value);
                oldest
            }
        }
    }

    pub fn pop(&mut self) -> Option<T> {
        (!self.is_empty()).then(|| self.elements.remove(0))
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        self.elements.get(index)
    }

    pub fn as_slices(&self) -> (&[T], &[T]) {
        (&self.elements, &[])
    }

    pub fn drain(&mut self) -> Drain<'_, T> {
        Drain(self)
    }

    pub fn len(&self) -> usize {
        self.elements.len()
    }

    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    pub fn capacity(&self) -> usize {
        self.room.unwrap_or(self.elements.capacity())
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
    closed: bool,
}

impl<T> Blocking<T> {
    pub fn new(capacity: usize) -> Self {
        let state = State { ring: Ring::fixed(capacity), closed: false };
        Self { state: Mutex::new(state), pushed: Condvar::new(), popped: Condvar::new() }
    }

    pub fn push(&self, value: T) -> Result<(), T> {
        let state = self
            .popped
            .wait_while(self.lock(), |state| state.ring.len() == state.ring.capacity() && !state.closed)
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
