//! Trie with top-k autocomplete: read `README.md`, then make the tests pass.

use std::marker::PhantomData;

/// Keys with weights, kept so that the heaviest keys under any prefix are quickly found.
pub struct Trie<W>(PhantomData<W>);

impl<W: Ord + Copy> Trie<W> {
    /// A trie without keys.
    pub fn new() -> Self {
        todo!("make a trie that holds no key")
    }

    /// Adds `key`, or changes its weight; gives the weight that it had.
    pub fn insert(&mut self, key: &str, weight: W) -> Option<W> {
        let _ = weight;
        todo!("add {key:?} with its weight, splitting the edge that it leaves half-way")
    }

    /// Takes `key` out and gives its weight; the nodes that only it needed go with it.
    pub fn remove(&mut self, key: &str) -> Option<W> {
        todo!("remove {key:?}, its empty node, and a joint that joins nothing any more")
    }

    /// The weight of `key`.
    pub fn get(&self, key: &str) -> Option<W> {
        todo!("find the weight of {key:?}")
    }

    /// Whether any key starts with `prefix`.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        todo!("say whether a key starts with {prefix:?}")
    }

    /// The `k` heaviest keys that start with `prefix`, heaviest first, equal weights in the order of their keys.
    pub fn top_k(&self, prefix: &str, k: usize) -> Vec<(String, W)> {
        todo!("find the {k} heaviest keys under {prefix:?} without a look at all of them")
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        todo!("count the keys")
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        todo!("say whether there is no key")
    }

    /// How many nodes hold the keys, the root not counted. May walk through all of them.
    pub fn node_count(&self) -> usize {
        todo!("count the nodes below the root")
    }
}
