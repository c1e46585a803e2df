//! Ring-buffer queue: read `README.md`, then make the tests pass.

use std::marker::PhantomData;

/// A queue in one array whose end is joined to its start.
pub struct Ring<T>(PhantomData<T>);

impl<T: Default> Ring<T> {
    /// A ring that never holds more than `capacity` elements.
    pub fn fixed(capacity: usize) -> Self {
        todo!("make a ring of {capacity} slots")
    }

    /// A ring that grows when it is full.
    pub fn growable() -> Self {
        todo!("make a ring that grows")
    }

    /// Adds the newest element, or gives it back when a fixed ring is full.
    pub fn push(&mut self, value: T) -> Result<(), T> {
        let _ = value;
        todo!("put the value behind the newest element")
    }

    /// Adds the newest element. When a fixed ring is full, the oldest makes room and is given back.
    pub fn push_overwrite(&mut self, value: T) -> Option<T> {
        let _ = value;
        todo!("put the value behind the newest element, in the place of the oldest if need be")
    }

    /// Takes out the oldest element.
    pub fn pop(&mut self) -> Option<T> {
        todo!("take the oldest element out of its slot")
    }

    /// The element that `index` others were pushed before.
    pub fn get(&self, index: usize) -> Option<&T> {
        todo!("find the slot of the element {index}")
    }

    /// All elements in their order: those up to the end of the array, then those from its start on.
    pub fn as_slices(&self) -> (&[T], &[T]) {
        todo!("show the elements where they lie")
    }

    /// Empties the ring and gives the elements in their order. Those that are not asked for are dropped with the drain.
    pub fn drain(&mut self) -> Drain<'_, T> {
        todo!("make an iterator that takes everything out")
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        todo!("count the elements")
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        todo!("say whether there is no element")
    }

    /// How many elements there is room for: for a fixed ring at all, for a growable one until it grows.
    pub fn capacity(&self) -> usize {
        todo!("count the slots")
    }
}

/// What [`Ring::drain`] gives.
pub struct Drain<'ring, T: Default>(PhantomData<&'ring mut Ring<T>>);

impl<T: Default> Iterator for Drain<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        todo!("take out the oldest element that is left")
    }
}

/// A queue between threads: whoever finds it full, or empty, waits.
pub struct Blocking<T>(PhantomData<T>);

impl<T> Blocking<T> {
    /// An open queue for at most `capacity` elements, which is at least one.
    pub fn new(capacity: usize) -> Self {
        todo!("make a queue for {capacity} elements")
    }

    /// Adds an element, and waits while there is no room. Gives it back when the queue is closed, before or meanwhile.
    pub fn push(&self, value: T) -> Result<(), T> {
        let _ = value;
        todo!("wait for room, then push the value and wake one who waits for it")
    }

    /// Adds an element if there is room and the queue is open; else gives it back at once.
    pub fn try_push(&self, value: T) -> Result<(), T> {
        let _ = value;
        todo!("push the value only if that needs no waiting")
    }

    /// Takes out the oldest element, and waits while there is none. `None` when the queue is closed and empty.
    pub fn pop(&self) -> Option<T> {
        todo!("wait for an element, then take it and wake one who waits for room")
    }

    /// Takes out the oldest element if there is one.
    pub fn try_pop(&self) -> Option<T> {
        todo!("take an element only if that needs no waiting")
    }

    /// Lets nothing in any more. What is in it can still be taken out; everybody who waits is woken.
    pub fn close(&self) {
        todo!("close the queue and wake all")
    }
}
