//! The standard library's `LinkedList`: linked in both directions, in unsafe code. It cannot turn its links around, so the
//! values change places; nor can it link a node in elsewhere, so a merge makes new nodes.

use std::collections::{LinkedList, linked_list};
use std::mem;

#[expect(clippy::linkedlist, reason = "this list is what is compared with")]
pub struct List<T>(LinkedList<T>);

impl<T> List<T> {
    pub fn push(&mut self, value: T) {
        self.0.push_front(value);
    }

    pub fn pop(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    pub fn peek(&self) -> Option<&T> {
        self.0.front()
    }

    pub fn iter(&self) -> linked_list::Iter<'_, T> {
        self.0.iter()
    }

    pub fn reverse(&mut self) {
        let mut values = self.0.iter_mut();
        while let (Some(front), Some(back)) = (values.next(), values.next_back()) {
            mem::swap(front, back);
        }
    }

    pub fn merge(&mut self, mut other: Self)
    where
        T: Ord,
    {
        let mut own = mem::take(&mut self.0);
        while let (Some(left), Some(right)) = (own.front(), other.0.front()) {
            let smaller = if left <= right { &mut own } else { &mut other.0 };
            self.0.extend(smaller.pop_front());
        }
        self.0.append(&mut own);
        self.0.append(&mut other.0);
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}
