//! The `hashbrown` crate, which is also what the standard library's map is made of: sixteen slots are looked at in one
//! step. It hashes as the reference does, with `SipHash` under a secret key: its own default is faster, and easier to
//! flood.

use std::hash::{Hash, RandomState};

pub struct Map<K, V>(hashbrown::HashMap<K, V, RandomState>);

impl<K: Hash + Eq, V> Map<K, V> {
    pub fn new() -> Self {
        Self(hashbrown::HashMap::default())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.0.insert(key, value)
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.0.remove(key)
    }
}
