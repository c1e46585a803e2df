//! Indexed binary heap: read `README.md`, then make the tests pass.

use std::marker::PhantomData;

/// Leads to one entry of the heap that gave it, for as long as the entry is there. Give it the fields that it needs.
#[derive(Clone, Copy)]
pub struct Handle {}

/// A priority queue that gives the smallest key first, and finds any entry by its handle. Give it the fields that it
/// needs.
pub struct IndexedHeap<K, V> {
    fields: PhantomData<(K, V)>,
}

impl<K: Ord, V> IndexedHeap<K, V> {
    /// A heap without entries.
    pub fn new() -> Self {
        todo!("make a heap without entries")
    }

    /// A heap of all these entries, made at once, with their handles in the same order.
    pub fn from_entries(entries: Vec<(K, V)>) -> (Self, Vec<Handle>) {
        todo!("make a heap of {} entries", entries.len())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        let _ = self.fields;
        todo!("count the entries")
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        todo!("say whether there are no entries")
    }

    /// Adds an entry.
    pub fn push(&mut self, key: K, value: V) -> Handle {
        let _ = (key, value);
        todo!("add an entry")
    }

    /// An entry with the smallest key, which stays.
    pub fn peek(&self) -> Option<(&K, &V)> {
        todo!("show the entry with the smallest key")
    }

    /// Takes out an entry with the smallest key.
    pub fn pop(&mut self) -> Option<(K, V)> {
        todo!("take out the entry with the smallest key")
    }

    /// The entry of a handle; `None` when it is gone.
    pub fn get(&self, handle: Handle) -> Option<(&K, &V)> {
        let _ = handle;
        todo!("show the entry of the handle")
    }

    /// Gives an entry another key, smaller or larger, and gives back the one before; `None` when the entry is gone.
    pub fn change_key(&mut self, handle: Handle, key: K) -> Option<K> {
        let _ = (handle, key);
        todo!("change the key of the handle's entry")
    }

    /// Takes out the entry of a handle; `None` when it is gone.
    pub fn remove(&mut self, handle: Handle) -> Option<(K, V)> {
        let _ = handle;
        todo!("take out the entry of the handle")
    }
}

/// Tasks that are due at some time each: the earliest first, and those of the same time in the order in which they were
/// scheduled. Give it the fields that it needs.
pub struct Scheduler<T, V> {
    fields: PhantomData<(T, V)>,
}

impl<T: Ord, V> Scheduler<T, V> {
    /// A scheduler without tasks.
    pub fn new() -> Self {
        todo!("make a scheduler without tasks")
    }

    /// Plans a task for a time.
    pub fn schedule(&mut self, due: T, task: V) -> Handle {
        let _ = (due, task, self.fields);
        todo!("plan a task")
    }

    /// Plans a task anew, as if it was scheduled now. False when it is gone.
    pub fn reschedule(&mut self, handle: Handle, due: T) -> bool {
        let _ = (handle, due);
        todo!("plan the handle's task for another time")
    }

    /// Takes out a task before it is due; `None` when it is gone.
    pub fn cancel(&mut self, handle: Handle) -> Option<V> {
        let _ = handle;
        todo!("take out the handle's task")
    }

    /// Takes out the next task, with its time, if that is not later than `now`.
    pub fn next_due(&mut self, now: &T) -> Option<(T, V)> {
        let _ = now;
        todo!("take out the next task that is due")
    }
}
