//! An indexed binary heap, and a stable scheduler on top of it.
//!
//! The heap is a tree in a vector: the children of position p are at 2p + 1 and 2p + 2, and no key is smaller than its
//! parent's. So the smallest is at position 0, and any path from there to a leaf has ⌊log₂ n⌋ steps at most.
//!
//! Entries move, and a handle must not. So a handle names a *slot*, which keeps the value and knows the position of its
//! key; every move in the tree tells the slot. Slots are used again, or a heap that lives for a year would grow for a
//! year: a *generation* that goes up each time tells a handle of today from one of yesterday.
//!
//! Each operation asks first and moves then. All comparisons are made while nothing has been touched yet, and give the
//! position where a key belongs; after that come only moves, which cannot fail. If a comparison panics, the heap is what
//! it was before.

use std::mem;

/// Leads to one entry of the heap that gave it, for as long as the entry is there.
#[derive(Clone, Copy)]
pub struct Handle {
    slot: usize,
    generation: u64,
}

/// A priority queue that gives the smallest key first, and finds any entry by its handle.
pub struct IndexedHeap<K, V> {
    /// The tree. Only keys move in it, however large the values are.
    nodes: Vec<Node<K>>,
    slots: Vec<Slot<V>>,
    /// The slots that can be used again.
    free: Vec<usize>,
}

struct Node<K> {
    key: K,
    /// Where this node's value is. That slot's `position` leads back here.
    slot: usize,
}

struct Slot<V> {
    /// How often this slot was given back: handles from before are stale.
    generation: u64,
    position: usize,
    /// `None` while the slot is free.
    value: Option<V>,
}

impl<K: Ord, V> IndexedHeap<K, V> {
    /// A heap without entries.
    pub fn new() -> Self {
        Self { nodes: Vec::new(), slots: Vec::new(), free: Vec::new() }
    }

    /// A heap of all these entries, made at once, with their handles in the same order.
    ///
    /// Floyd's way: from the last parent to the root, each key sinks into the two heaps below it. Half of the nodes have
    /// nothing below them, a quarter one level, an eighth two; this adds up to n steps and so less than 2n comparisons,
    /// where pushes could take log n steps for each.
    pub fn from_entries(entries: Vec<(K, V)>) -> (Self, Vec<Handle>) {
        let count = entries.len();
        let mut heap = Self { nodes: Vec::with_capacity(count), slots: Vec::with_capacity(count), free: Vec::new() };
        let mut handles = Vec::with_capacity(count);
        for (key, value) in entries {
            handles.push(heap.append(key, value));
        }
        let end = heap.nodes.len();
        for position in (0..end / 2).rev() {
            let target = heap.sunk(position, &heap.nodes[position].key, end);
            heap.relocate(position, target);
        }
        (heap, handles)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Adds an entry, in at most ⌊log₂ n⌋ + 1 comparisons.
    pub fn push(&mut self, key: K, value: V) -> Handle {
        let position = self.nodes.len();
        let target = self.risen(position, &key);
        let handle = self.append(key, value);
        self.relocate(position, target);
        handle
    }

    /// An entry with the smallest key, which stays.
    pub fn peek(&self) -> Option<(&K, &V)> {
        self.entry_at(0)
    }

    /// Takes out an entry with the smallest key, in at most 2 ⌊log₂ n⌋ comparisons.
    pub fn pop(&mut self) -> Option<(K, V)> {
        if self.is_empty() { None } else { self.take_out(0) }
    }

    /// The entry of a handle; `None` when it is gone.
    pub fn get(&self, handle: Handle) -> Option<(&K, &V)> {
        self.entry_at(self.position_of(handle)?)
    }

    /// Gives an entry another key, smaller or larger, and gives back the one before; `None` when the entry is gone.
    pub fn change_key(&mut self, handle: Handle, key: K) -> Option<K> {
        let position = self.position_of(handle)?;
        let target = self.place_for(position, &key, self.nodes.len());
        let before = mem::replace(&mut self.nodes[position].key, key);
        self.relocate(position, target);
        Some(before)
    }

    /// Takes out the entry of a handle; `None` when it is gone.
    pub fn remove(&mut self, handle: Handle) -> Option<(K, V)> {
        self.take_out(self.position_of(handle)?)
    }

    fn entry_at(&self, position: usize) -> Option<(&K, &V)> {
        let node = self.nodes.get(position)?;
        Some((&node.key, self.slots[node.slot].value.as_ref()?))
    }

    fn position_of(&self, handle: Handle) -> Option<usize> {
        let slot = self.slots.get(handle.slot).filter(|slot| slot.generation == handle.generation)?;
        Some(slot.position)
    }

    /// Adds an entry at the end of the tree, wherever its key belongs.
    fn append(&mut self, key: K, value: V) -> Handle {
        let position = self.nodes.len();
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot { generation: 0, position, value: None });
            self.slots.len() - 1
        });
        self.nodes.push(Node { key, slot });
        let kept = &mut self.slots[slot];
        kept.position = position;
        kept.value = Some(value);
        Handle { slot, generation: kept.generation }
    }

    /// Takes out the entry at `position`. The last of the tree fills the gap and goes from there where it belongs: down,
    /// or, where the gap is in another branch than the last, maybe up.
    fn take_out(&mut self, position: usize) -> Option<(K, V)> {
        let last = self.nodes.len() - 1;
        let target = self.place_for(position, &self.nodes[last].key, last);
        let node = self.nodes.swap_remove(position);
        if position < last {
            self.tell_slot_of(position);
            self.relocate(position, target);
        }
        let slot = &mut self.slots[node.slot];
        slot.generation += 1;
        self.free.push(node.slot);
        slot.value.take().map(|value| (node.key, value))
    }

    /// Where `key` belongs when it comes to `position` of the tree's first `end` nodes: if not above, then below.
    fn place_for(&self, position: usize, key: &K, end: usize) -> usize {
        let risen = self.risen(position, key);
        if risen < position { risen } else { self.sunk(position, key, end) }
    }

    /// The highest position that `key` may rise to from `position`.
    fn risen(&self, mut position: usize, key: &K) -> usize {
        while position > 0 {
            let parent = (position - 1) / 2;
            if *key >= self.nodes[parent].key {
                break;
            }
            position = parent;
        }
        position
    }

    /// The position that `key` must sink to from `position`, along the smaller children, among the first `end` nodes.
    fn sunk(&self, mut position: usize, key: &K, end: usize) -> usize {
        loop {
            let left = 2 * position + 1;
            let right = left + 1;
            // Which child is smaller is computed: code that branches on it would be guessed wrong half of the time.
            let is_right = right < end && self.nodes[right].key < self.nodes[left].key;
            let child = left + usize::from(is_right);
            if child >= end || self.nodes[child].key >= *key {
                return position;
            }
            position = child;
        }
    }

    /// Moves the node at `from` to `to`, above or below it. The nodes between them make room, by one step each.
    ///
    /// The way between the two is known from the lower one alone: its parent, the parent of that, and so on.
    fn relocate(&mut self, from: usize, to: usize) {
        let (upper, lower) = (from.min(to), from.max(to));
        let mut position = lower;
        while position > upper {
            let parent = (position - 1) / 2;
            // To rise is to change places with one parent after the other. To sink is the same rotation, made at `upper`:
            // the sinking node changes places with who is at `lower`, that one with the next above, and so on.
            let partner = if from == lower { parent } else { upper };
            self.nodes.swap(position, partner);
            self.tell_slot_of(position);
            position = parent;
        }
        self.tell_slot_of(upper);
    }

    /// The slot of the node at `position` learns that it is there.
    fn tell_slot_of(&mut self, position: usize) {
        self.slots[self.nodes[position].slot].position = position;
    }
}

/// Tasks that are due at some time each: the earliest first, and those of the same time in the order in which they were
/// scheduled.
///
/// A heap says nothing about the order of equal keys. So there are none: a running number, the second part of the key,
/// makes each one different, and later ones larger.
pub struct Scheduler<T, V> {
    tasks: IndexedHeap<(T, u64), V>,
    /// The number for the next task. At a billion tasks a second it lasts for five hundred years.
    number: u64,
}

impl<T: Ord, V> Scheduler<T, V> {
    /// A scheduler without tasks.
    pub fn new() -> Self {
        Self { tasks: IndexedHeap::new(), number: 0 }
    }

    /// Plans a task for a time.
    pub fn schedule(&mut self, due: T, task: V) -> Handle {
        let key = self.numbered(due);
        self.tasks.push(key, task)
    }

    /// Plans a task anew, as if it was scheduled now. False when it is gone.
    pub fn reschedule(&mut self, handle: Handle, due: T) -> bool {
        let key = self.numbered(due);
        self.tasks.change_key(handle, key).is_some()
    }

    /// Takes out a task before it is due; `None` when it is gone.
    pub fn cancel(&mut self, handle: Handle) -> Option<V> {
        self.tasks.remove(handle).map(|(_, task)| task)
    }

    /// Takes out the next task, with its time, if that is not later than `now`.
    pub fn next_due(&mut self, now: &T) -> Option<(T, V)> {
        self.tasks.peek().filter(|((due, _), _)| due <= now)?;
        self.tasks.pop().map(|((due, _), task)| (due, task))
    }

    fn numbered(&mut self, due: T) -> (T, u64) {
        self.number += 1;
        (due, self.number)
    }
}
