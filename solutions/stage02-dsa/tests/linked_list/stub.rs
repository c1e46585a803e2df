//! Linked list with safe drop: read `README.md`, then make the tests pass.

use std::marker::PhantomData;

/// A singly linked list. Give it fields of your own: `PhantomData` only stands in for them, here and below.
pub struct List<T>(PhantomData<T>);

impl<T> List<T> {
    /// A list without values. Allocates nothing.
    pub fn new() -> Self {
        todo!("make an empty list")
    }

    /// How many values there are, without walking.
    pub fn len(&self) -> usize {
        todo!("say how many values there are")
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        todo!("say whether there is no value")
    }

    /// Puts a value in front of all others.
    pub fn push(&mut self, value: T) {
        let _ = value;
        todo!("put the value in front")
    }

    /// Takes the front value out.
    pub fn pop(&mut self) -> Option<T> {
        todo!("take the front value out")
    }

    /// The front value.
    pub fn peek(&self) -> Option<&T> {
        todo!("lend the front value")
    }

    /// The front value, to be changed.
    pub fn peek_mut(&mut self) -> Option<&mut T> {
        todo!("lend the front value to be changed")
    }

    /// All values from front to back.
    pub fn iter(&self) -> Iter<'_, T> {
        todo!("make an iterator that stands on the front value")
    }

    /// All values from front to back, to be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        todo!("make an iterator that stands on the front value and may change it")
    }

    /// A cursor on the front value.
    pub fn cursor_mut(&mut self) -> CursorMut<'_, T> {
        todo!("make a cursor that stands on the front value")
    }

    /// Turns the order around. Allocates nothing, moves no value.
    pub fn reverse(&mut self) {
        todo!("turn each link around")
    }

    /// Cuts the list in two: the first `at` values stay, the others are returned. Panics when there are fewer than
    /// `at`.
    pub fn split_off(&mut self, at: usize) -> Self {
        todo!("cut the list behind its first {at} values")
    }

    /// Keeps the values for which `keep` is true and drops the others, in order.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        let _ = keep;
        todo!("unlink each value that is not to be kept")
    }

    /// Merges another sorted list into this sorted one. Of equals, those of `self` come first.
    pub fn merge(&mut self, other: Self)
    where
        T: Ord,
    {
        let _ = other;
        todo!("link the nodes of the other list in where they belong")
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let _ = values;
        todo!("make a list with the values in the order in which they come")
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        todo!("make an iterator that owns the list")
    }
}

impl<'list, T> IntoIterator for &'list List<T> {
    type Item = &'list T;
    type IntoIter = Iter<'list, T>;

    fn into_iter(self) -> Iter<'list, T> {
        self.iter()
    }
}

impl<'list, T> IntoIterator for &'list mut List<T> {
    type Item = &'list mut T;
    type IntoIter = IterMut<'list, T>;

    fn into_iter(self) -> IterMut<'list, T> {
        self.iter_mut()
    }
}

/// The values of a list that is given up.
pub struct IntoIter<T>(PhantomData<T>);

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        todo!("give the next value away")
    }
}

/// The values of a list, lent.
pub struct Iter<'list, T>(PhantomData<&'list T>);

impl<'list, T> Iterator for Iter<'list, T> {
    type Item = &'list T;

    fn next(&mut self) -> Option<&'list T> {
        todo!("lend the next value")
    }
}

/// The values of a list, lent to be changed.
pub struct IterMut<'list, T>(PhantomData<&'list mut T>);

impl<'list, T> Iterator for IterMut<'list, T> {
    type Item = &'list mut T;

    fn next(&mut self) -> Option<&'list mut T> {
        todo!("lend the next value to be changed")
    }
}

/// A place in a list: on a value, or behind the last one.
pub struct CursorMut<'list, T>(PhantomData<&'list mut T>);

impl<T> CursorMut<'_, T> {
    /// The value on which the cursor stands, or `None` at the end.
    pub fn current(&mut self) -> Option<&mut T> {
        todo!("lend the value under the cursor")
    }

    /// Moves on to the next value; from the last one to the end, where it stays.
    pub fn move_next(&mut self) {
        todo!("stand on the next value")
    }

    /// Takes the current value out and stands on the one behind it.
    pub fn remove_current(&mut self) -> Option<T> {
        todo!("unlink the value under the cursor")
    }

    /// Puts a value in front of the current one, on which the cursor stays.
    pub fn insert_before(&mut self, value: T) {
        let _ = value;
        todo!("link the value in before the cursor")
    }
}
