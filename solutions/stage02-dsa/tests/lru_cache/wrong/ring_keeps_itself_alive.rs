//! caught by: tests::properties::every_key_and_value_is_dropped_exactly_once
//! Nodes own both neighbours: each keeps the other alive, and whatever the cache drops stays on the heap.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

struct Node<K> {
    key: K,
    newer: Option<Link<K>>,
    older: Option<Link<K>>,
}

type Link<K> = Rc<RefCell<Node<K>>>;

pub struct Lru<K, V, E> {
    values: HashMap<K, (V, u32, Link<K>)>,
    newest: Option<Link<K>>,
    oldest: Option<Link<K>>,
    weight: u64,
    capacity: u64,
    on_evict: E,
}

impl<K: Hash + Eq + Clone, V, E: FnMut(K, V)> Lru<K, V, E> {
    pub fn new(capacity: u64, on_evict: E) -> Self {
        Self { values: HashMap::new(), newest: None, oldest: None, weight: 0, capacity, on_evict }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let link = Rc::clone(&self.values.get(key)?.2);
        self.unlink(&link);
        self.link(link);
        self.peek(key)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        self.values.get(key).map(|(value, ..)| value)
    }

    pub fn put(&mut self, key: K, value: V, weight: u32) -> Option<V> {
        let old = self.remove(&key);
        if u64::from(weight) > self.capacity {
            (self.on_evict)(key, value);
            return old;
        }
        let link = Rc::new(RefCell::new(Node { key: key.clone(), newer: None, older: None }));
        self.values.insert(key, (value, weight, Rc::clone(&link)));
        self.link(link);
        self.weight += u64::from(weight);
        self.resize(self.capacity);
        old
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.take(key).map(|(_, value)| value)
    }

    pub fn resize(&mut self, capacity: u64) {
        self.capacity = capacity;
        while self.weight > self.capacity {
            let Some(oldest) = self.oldest.clone() else { return };
            let key = oldest.borrow().key.clone();
            let Some((key, value)) = self.take(&key) else { return };
            (self.on_evict)(key, value);
        }
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn weight(&self) -> u64 {
        self.weight
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let mut next = self.newest.clone();
        std::iter::from_fn(move || {
            let node = next.take()?;
            next = node.borrow().older.clone();
            self.values.get_key_value(&node.borrow().key).map(|(key, (value, ..))| (key, value))
        })
    }

    fn take(&mut self, key: &K) -> Option<(K, V)> {
        let (key, (value, weight, link)) = self.values.remove_entry(key)?;
        self.unlink(&link);
        self.weight -= u64::from(weight);
        Some((key, value))
    }

    fn link(&mut self, link: Link<K>) {
        match self.newest.replace(Rc::clone(&link)) {
            Some(second) => {
                second.borrow_mut().newer = Some(Rc::clone(&link));
                link.borrow_mut().older = Some(second);
            }
            None => self.oldest = Some(link),
        }
    }

    fn unlink(&mut self, link: &Link<K>) {
        let (newer, older) = {
            let mut node = link.borrow_mut();
            (node.newer.take(), node.older.take())
        };
        match &newer {
            Some(node) => node.borrow_mut().older = older.clone(),
            None => self.newest = older.clone(),
        }
        match older {
            Some(node) => node.borrow_mut().newer = newer,
            None => self.oldest = newer,
        }
    }
}
