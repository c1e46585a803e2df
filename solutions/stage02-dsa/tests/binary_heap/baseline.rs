//! A heap that grows by pushes is the standard library's `BinaryHeap`, which is in unsafe code, and finds no entry again.
//! One that is made of entries at once is of the `priority-queue` crate, which finds entries through a hash table. Its
//! handles are our own numbers, so the hash needs no secret.

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{Hash, Hasher};

use hashbrown::DefaultHashBuilder;
use priority_queue::PriorityQueue;

#[derive(Clone, Copy)]
pub struct Handle(usize);

pub enum IndexedHeap<K: Ord, V> {
    Plain(BinaryHeap<Reverse<Entry<K, V>>>),
    Indexed(PriorityQueue<Item<V>, Reverse<K>, DefaultHashBuilder>),
}

impl<K: Ord, V> IndexedHeap<K, V> {
    pub fn new() -> Self {
        Self::Plain(BinaryHeap::new())
    }

    pub fn from_entries(entries: Vec<(K, V)>) -> (Self, Vec<Handle>) {
        let handles = (0..entries.len()).map(Handle).collect();
        let items = entries.into_iter().zip(0..).map(|((key, value), number)| (Item { number, value }, Reverse(key)));
        (Self::Indexed(items.collect::<Vec<_>>().into()), handles)
    }

    pub fn push(&mut self, key: K, value: V) {
        if let Self::Plain(heap) = self {
            heap.push(Reverse(Entry { key, value }));
        }
    }

    pub fn pop(&mut self) -> Option<(K, V)> {
        match self {
            Self::Plain(heap) => heap.pop().map(|Reverse(entry)| (entry.key, entry.value)),
            Self::Indexed(queue) => queue.pop().map(|(item, Reverse(key))| (key, item.value)),
        }
    }

    pub fn peek(&self) -> Option<(&K, &V)> {
        match self {
            Self::Plain(heap) => heap.peek().map(|Reverse(entry)| (&entry.key, &entry.value)),
            Self::Indexed(queue) => queue.peek().map(|(item, Reverse(key))| (key, &item.value)),
        }
    }

    pub fn change_key(&mut self, handle: Handle, key: K) -> Option<K> {
        match self {
            Self::Plain(_) => None,
            Self::Indexed(queue) => queue.change_priority(&handle.0, Reverse(key)).map(|Reverse(before)| before),
        }
    }
}

/// Is ordered by its key.
pub struct Entry<K, V> {
    key: K,
    value: V,
}

impl<K: Ord, V> Ord for Entry<K, V> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl<K: Ord, V> PartialOrd for Entry<K, V> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, V> PartialEq for Entry<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord, V> Eq for Entry<K, V> {}

/// Is found by its number.
pub struct Item<V> {
    number: usize,
    value: V,
}

impl<V> Borrow<usize> for Item<V> {
    fn borrow(&self) -> &usize {
        &self.number
    }
}

impl<V> Hash for Item<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl<V> PartialEq for Item<V> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<V> Eq for Item<V> {}
