//! Growable array: read `README.md`, then make the tests pass.

use std::marker::PhantomData;
use std::ops::Range;

/// Values in one block of memory that is replaced by a larger or a smaller one as they come and go. Give it fields of
/// your own: `PhantomData` only stands in for them, here and below.
pub struct DynamicArray<T>(PhantomData<T>);

impl<T> DynamicArray<T> {
    /// An array without values. Allocates nothing.
    pub fn new() -> Self {
        todo!("make an array that has no slots yet")
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        todo!("count the values")
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        todo!("say whether there is no value")
    }

    /// How many values the block has room for.
    pub fn capacity(&self) -> usize {
        todo!("count the slots")
    }

    /// The value at `index`.
    pub fn get(&self, index: usize) -> Option<&T> {
        todo!("lend the value at {index}")
    }

    /// The value at `index`, to be changed.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        todo!("lend the value at {index} to be changed")
    }

    /// Adds a value behind the last.
    pub fn push(&mut self, value: T) {
        let _ = value;
        todo!("put the value behind the last, in a larger block if need be")
    }

    /// Takes the last value out.
    pub fn pop(&mut self) -> Option<T> {
        todo!("take the last value out of its slot")
    }

    /// Puts a value at `index`, before the one that is there; gives it back when `index` is more than the length.
    pub fn insert(&mut self, index: usize, value: T) -> Result<(), T> {
        let _ = value;
        todo!("make room at {index} and put the value there")
    }

    /// Takes the value at `index` out; those behind it close the gap.
    pub fn remove(&mut self, index: usize) -> Option<T> {
        todo!("take the value at {index} out and close the gap")
    }

    /// Takes the value at `index` out and puts the last value in its place: O(1), but not in order.
    pub fn swap_remove(&mut self, index: usize) -> Option<T> {
        todo!("take the value at {index} out and put the last one there")
    }

    /// Asks `keep` of each value once, from the first on, and drops those that it refuses.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        let _ = keep;
        todo!("drop the values that are refused and close the gaps")
    }

    /// Takes the values of `range` out. Those that are not asked for are dropped with the drain.
    ///
    /// # Panics
    ///
    /// When `range` is not a range of the array.
    pub fn drain(&mut self, range: Range<usize>) -> Drain<'_, T> {
        todo!("make an iterator that takes out the values at {range:?}")
    }
}

/// What [`DynamicArray::drain`] gives.
pub struct Drain<'array, T>(PhantomData<&'array mut DynamicArray<T>>);

impl<T> Iterator for Drain<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        todo!("take out the next value of the range")
    }
}
