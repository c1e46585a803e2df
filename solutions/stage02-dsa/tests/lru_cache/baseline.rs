//! The `lru` crate: a hash table over the nodes of a linked list, in unsafe code. It hashes as the reference does, with
//! `SipHash` under a secret key: its own default is faster, and easier to flood.

use std::hash::{Hash, RandomState};
use std::marker::PhantomData;
use std::num::NonZeroUsize;

use lru::LruCache;

/// Every entry weighs 1, and nobody is told of evictions: that is all that is timed.
pub struct Lru<K: Hash + Eq, V, E>(LruCache<K, V, RandomState>, PhantomData<E>);

impl<K: Hash + Eq, V, E: FnMut(K, V)> Lru<K, V, E> {
    pub fn new(capacity: u64, _on_evict: E) -> Self {
        let capacity = usize::try_from(capacity).ok().and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN);
        Self(LruCache::with_hasher(capacity, RandomState::new()), PhantomData)
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    pub fn put(&mut self, key: K, value: V, _weight: u32) -> Option<V> {
        self.0.put(key, value)
    }
}
