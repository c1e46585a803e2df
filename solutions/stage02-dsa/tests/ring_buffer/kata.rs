//! Ring-buffer queue.
//!
//! `head` and `len` say where the elements are: in the slots `head..head + len`, where counting goes on at the first
//! slot after the last. Two positions, head and tail, would not do: they are equal when the ring is empty and when it
//! is full.
//!
//! A slot without an element holds `T::default()`: without unsafe code a slot cannot hold nothing and still be a `T`,
//! which it must be for `as_slices`. (The crate `tinyvec` makes the same bargain; `VecDeque` uses unsafe code.)

use std::sync::{Condvar, Mutex, MutexGuard};
use std::{iter, mem};

/// A queue in one array whose end is joined to its start.
pub struct Ring<T> {
    /// All are initialised; the length of this vector is the ring's capacity.
    slots: Vec<T>,
    /// The slot of the oldest element. Less than the capacity, or zero.
    head: usize,
    len: usize,
    grows: bool,
}

impl<T: Default> Ring<T> {
    /// A ring that never holds more than `capacity` elements.
    pub fn fixed(capacity: usize) -> Self {
        let slots = iter::repeat_with(T::default).take(capacity).collect();
        Self { slots, head: 0, len: 0, grows: false }
    }

    /// A ring that grows when it is full.
    pub fn growable() -> Self {
        Self { slots: Vec::new(), head: 0, len: 0, grows: true }
    }

    /// Adds the newest element, or gives it back when a fixed ring is full.
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

    /// Adds the newest element. When a fixed ring is full, the oldest makes room and is given back.
    pub fn push_overwrite(&mut self, value: T) -> Option<T> {
        match self.push(value) {
            Ok(()) => None,
            // Without a slot, the new element is itself the one that has to go.
            Err(value) if self.slots.is_empty() => Some(value),
            // In a full ring the next slot after the newest element is that of the oldest.
            Err(value) => {
                let oldest = mem::replace(&mut self.slots[self.head], value);
                self.head = self.slot(1);
                Some(oldest)
            }
        }
    }

    /// Takes out the oldest element.
    pub fn pop(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        let oldest = mem::take(&mut self.slots[self.head]);
        self.head = self.slot(1);
        self.len -= 1;
        Some(oldest)
    }

    /// The element that `index` others were pushed before.
    pub fn get(&self, index: usize) -> Option<&T> {
        (index < self.len).then(|| &self.slots[self.slot(index)])
    }

    /// All elements in their order: those up to the end of the array, then those from its start on.
    pub fn as_slices(&self) -> (&[T], &[T]) {
        let (before, from_head) = self.slots.split_at(self.head);
        match self.len.checked_sub(from_head.len()) {
            None => (&from_head[..self.len], &[]),
            Some(wrapped) => (from_head, &before[..wrapped]),
        }
    }

    /// Empties the ring and gives the elements in their order. Those that are not asked for are dropped with the drain.
    pub fn drain(&mut self) -> Drain<'_, T> {
        Drain(self)
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many elements there is room for: for a fixed ring at all, for a growable one until it grows.
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// The slot `steps` after the head, of which there are at most as many as slots. A comparison is cheaper than `%`.
    fn slot(&self, steps: usize) -> usize {
        let slot = self.head + steps;
        if slot < self.slots.len() { slot } else { slot - self.slots.len() }
    }

    /// Doubles the capacity of a full ring, so that n pushes move fewer than 4 n elements in all: O(1) each.
    ///
    /// The elements are brought into the order of the slots first. Else the new slots would come between the newest and
    /// the oldest of those that had gone round the end.
    ///
    /// It is called so seldom that it should stay out of the way: with its code in the middle of `push`, a push takes
    /// twice as long.
    #[cold]
    fn grow(&mut self) {
        const FIRST: usize = 4;
        self.slots.rotate_left(self.head);
        self.head = 0;
        self.slots.resize_with((2 * self.len).max(FIRST), T::default);
    }
}

/// What [`Ring::drain`] gives.
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

/// A queue between threads: whoever finds it full, or empty, waits.
///
/// Producers and consumers wait for different things, so each have a condition variable of their own. That is what
/// makes waking just one right: whoever is woken can use what happened. With one for both, a wake-up meant for a
/// consumer could reach a producer, who would go back to sleep with it.
pub struct Blocking<T> {
    state: Mutex<State<T>>,
    pushed: Condvar,
    popped: Condvar,
}

struct State<T> {
    /// Of options, since they have a default whatever `T` is. Elements are always `Some`.
    ring: Ring<Option<T>>,
    closed: bool,
}

impl<T> Blocking<T> {
    /// An open queue for at most `capacity` elements, which is at least one.
    pub fn new(capacity: usize) -> Self {
        let state = State { ring: Ring::fixed(capacity), closed: false };
        Self { state: Mutex::new(state), pushed: Condvar::new(), popped: Condvar::new() }
    }

    /// Adds an element, and waits while there is no room. Gives it back when the queue is closed, before or meanwhile.
    pub fn push(&self, value: T) -> Result<(), T> {
        // Who wakes finds the lock taken by anybody, and the room perhaps filled: `wait_while` looks again each time.
        let state = self
            .popped
            .wait_while(self.lock(), |state| state.ring.len() == state.ring.capacity() && !state.closed)
            .expect(UNPOISONED);
        self.push_now(state, value)
    }

    /// Adds an element if there is room and the queue is open; else gives it back at once.
    pub fn try_push(&self, value: T) -> Result<(), T> {
        self.push_now(self.lock(), value)
    }

    /// Takes out the oldest element, and waits while there is none. `None` when the queue is closed and empty.
    pub fn pop(&self) -> Option<T> {
        let state =
            self.pushed.wait_while(self.lock(), |state| state.ring.is_empty() && !state.closed).expect(UNPOISONED);
        self.pop_now(state)
    }

    /// Takes out the oldest element if there is one.
    pub fn try_pop(&self) -> Option<T> {
        self.pop_now(self.lock())
    }

    /// Lets nothing in any more. What is in it can still be taken out; everybody who waits is woken.
    pub fn close(&self) {
        self.lock().closed = true;
        // This concerns all who wait, and nobody comes by later to wake those who are left out now.
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
        // The lock first, or who is woken runs into it.
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

/// Why the lock is not poisoned: none of `T`'s code runs under it, and none of ours panics.
const UNPOISONED: &str = "nothing panics under the lock";
