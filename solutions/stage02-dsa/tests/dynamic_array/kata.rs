//! Growable array, without unsafe code.
//!
//! The values are in the slots `0..len` of one block, each of them `Some`, without a gap. The block's length is the
//! capacity. A value that was taken out leaves `None` behind, so that nothing is kept alive that nobody can reach.
//!
//! The block is replaced when it is full, and when only a quarter of it is in use; either way by one that is half full.
//! From there, as many pushes or pops as a fixed share of the block must come before it is replaced again, and they pay
//! for the move: amortised O(1). To shrink as soon as the block is *half* empty would ruin this: at that border each
//! push and each pop could ask for a new block.

use std::ops::Range;
use std::{iter, mem};

/// Values in one block of memory that is replaced by a larger or a smaller one as they come and go.
pub struct DynamicArray<T> {
    /// The slots from `len` on are `None`, unless a [`Drain`] was forgotten: nothing may look for values there.
    slots: Box<[Option<T>]>,
    len: usize,
}

impl<T> DynamicArray<T> {
    /// The capacity of the first block, below which no block shrinks: tiny blocks are not worth replacing.
    const FIRST: usize = 4;

    /// An array without values. Allocates nothing.
    pub fn new() -> Self {
        Self { slots: Box::default(), len: 0 }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many values the block has room for.
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// The value at `index`.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.slots[..self.len].get(index)?.as_ref()
    }

    /// The value at `index`, to be changed.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.slots[..self.len].get_mut(index)?.as_mut()
    }

    /// Adds a value behind the last.
    pub fn push(&mut self, value: T) {
        if self.len == self.slots.len() {
            self.replace_block();
        }
        self.slots[self.len] = Some(value);
        self.len += 1;
    }

    /// Takes the last value out.
    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        let last = self.slots[self.len].take();
        self.shrink();
        last
    }

    /// Puts a value at `index`, before the one that is there; gives it back when `index` is more than the length.
    pub fn insert(&mut self, index: usize, value: T) -> Result<(), T> {
        if index > self.len {
            return Err(value);
        }
        // The last value of this stretch, which is the new one, goes to its start, and all others one further.
        self.push(value);
        self.slots[index..self.len].rotate_right(1);
        Ok(())
    }

    /// Takes the value at `index` out; those behind it close the gap.
    pub fn remove(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        self.slots[index..self.len].rotate_left(1);
        self.pop()
    }

    /// Takes the value at `index` out and puts the last value in its place: O(1), but not in order.
    pub fn swap_remove(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        self.slots.swap(index, self.len - 1);
        self.pop()
    }

    /// Asks `keep` of each value once, from the first on, and drops those that it refuses.
    ///
    /// Nothing is dropped before the last question is answered. Meanwhile the values kept are in `0..kept`, those
    /// refused behind them, and those not yet asked about behind both. So if `keep` panics, there is no gap and nothing
    /// is lost.
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

    /// Takes the values of `range` out. Those that are not asked for are dropped with the drain.
    ///
    /// # Panics
    ///
    /// When `range` is not a range of the array.
    pub fn drain(&mut self, range: Range<usize>) -> Drain<'_, T> {
        assert!(range.start <= range.end && range.end <= self.len, "no range {range:?} among {} values", self.len);
        // While they are being taken out, the array ends before them. So it has no gap even if the drain is forgotten
        // (`mem::forget`) and never closes it; what is behind is lost then.
        let behind = range.end..mem::replace(&mut self.len, range.start);
        Drain { array: self, range, behind }
    }

    /// Gives back memory when three quarters of it, or more, are not in use.
    fn shrink(&mut self) {
        if self.len <= self.slots.len() / 4 && self.slots.len() > Self::FIRST {
            self.replace_block();
        }
    }

    /// Moves the values to a new block, which is half full. Each of its slots is written once, with a value or `None`.
    fn replace_block(&mut self) {
        let capacity = (2 * self.len).max(Self::FIRST);
        let values = mem::take(&mut self.slots).into_iter().take(self.len);
        self.slots = values.chain(iter::repeat_with(|| None)).take(capacity).collect();
    }
}

/// What [`DynamicArray::drain`] gives.
pub struct Drain<'array, T> {
    /// It ends before the values that are to be taken out.
    array: &'array mut DynamicArray<T>,
    /// The slots of the values that have not been asked for.
    range: Range<usize>,
    /// The slots of the values behind the range, which stay.
    behind: Range<usize>,
}

impl<T> Iterator for Drain<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.array.slots[self.range.next()?].take()
    }
}

impl<T> Drop for Drain<'_, T> {
    /// Only here is it known that nobody will ask again: a loop may end early, by `break`, `?` or a panic.
    fn drop(&mut self) {
        self.for_each(drop);
        // All at once: to close the gap value by value would move what is behind again and again.
        let mut len = self.array.len;
        for slot in self.behind.clone() {
            self.array.slots.swap(len, slot);
            len += 1;
        }
        self.array.len = len;
        self.array.shrink();
    }
}
