//! caught by: tests::complexity::a_heap_is_made_of_entries_in_linear_time
//! Makes a heap by pushing one entry after the other: n log n when they come in the wrong order.

use std::mem;

#[derive(Clone, Copy)]
pub struct Handle {
    slot: usize,
    generation: u64,
}

pub struct IndexedHeap<K, V> {
    nodes: Vec<Node<K>>,
    slots: Vec<Slot<V>>,
    free: Vec<usize>,
}

struct Node<K> {
    key: K,
    slot: usize,
}

struct Slot<V> {
    generation: u64,
    position: usize,
    value: Option<V>,
}

impl<K: Ord, V> IndexedHeap<K, V> {
    pub fn new() -> Self {
        Self { nodes: Vec::new(), slots: Vec::new(), free: Vec::new() }
    }

    pub fn from_entries(entries: Vec<(K, V)>) -> (Self, Vec<Handle>) {
        let mut heap = Self::new();
        let mut handles = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            handles.push(heap.push(key, value));
        }
        (heap, handles)
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn push(&mut self, key: K, value: V) -> Handle {
        let position = self.nodes.len();
        let target = self.risen(position, &key);
        let handle = self.append(key, value);
        self.relocate(position, target);
        handle
    }

    pub fn peek(&self) -> Option<(&K, &V)> {
        self.entry_at(0)
    }

    pub fn pop(&mut self) -> Option<(K, V)> {
        if self.is_empty() { None } else { self.take_out(0) }
    }

    pub fn get(&self, handle: Handle) -> Option<(&K, &V)> {
        self.entry_at(self.position_of(handle)?)
    }

    pub fn change_key(&mut self, handle: Handle, key: K) -> Option<K> {
        let position = self.position_of(handle)?;
        let target = self.place_for(position, &key, self.nodes.len());
        let before = mem::replace(&mut self.nodes[position].key, key);
        self.relocate(position, target);
        Some(before)
    }

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

    fn place_for(&self, position: usize, key: &K, end: usize) -> usize {
        let risen = self.risen(position, key);
        if risen < position { risen } else { self.sunk(position, key, end) }
    }

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

    fn sunk(&self, mut position: usize, key: &K, end: usize) -> usize {
        loop {
            let left = 2 * position + 1;
            let right = left + 1;
            let child = if right < end && self.nodes[right].key < self.nodes[left].key { right } else { left };
            if child >= end || self.nodes[child].key >= *key {
                return position;
            }
            position = child;
        }
    }

    fn relocate(&mut self, from: usize, to: usize) {
        let (upper, lower) = (from.min(to), from.max(to));
        let mut position = lower;
        while position > upper {
            let parent = (position - 1) / 2;
            let partner = if from == lower { parent } else { upper };
            self.nodes.swap(position, partner);
            self.tell_slot_of(position);
            position = parent;
        }
        self.tell_slot_of(upper);
    }

    fn tell_slot_of(&mut self, position: usize) {
        self.slots[self.nodes[position].slot].position = position;
    }
}

pub struct Scheduler<T, V> {
    tasks: IndexedHeap<(T, u64), V>,
    number: u64,
}

impl<T: Ord, V> Scheduler<T, V> {
    pub fn new() -> Self {
        Self { tasks: IndexedHeap::new(), number: 0 }
    }

    pub fn schedule(&mut self, due: T, task: V) -> Handle {
        let key = self.numbered(due);
        self.tasks.push(key, task)
    }

    pub fn reschedule(&mut self, handle: Handle, due: T) -> bool {
        let key = self.numbered(due);
        self.tasks.change_key(handle, key).is_some()
    }

    pub fn cancel(&mut self, handle: Handle) -> Option<V> {
        self.tasks.remove(handle).map(|(_, task)| task)
    }

    pub fn next_due(&mut self, now: &T) -> Option<(T, V)> {
        self.tasks.peek().filter(|((due, _), _)| due <= now)?;
        self.tasks.pop().map(|((due, _), task)| (due, task))
    }

    fn numbered(&mut self, due: T) -> (T, u64) {
        self.number += 1;
        (due, self.number)
    }
}
