//! The standard library's `BTreeMap`: a prefix is a range of its keys, all of which are looked at for the heaviest. (The
//! `fst` crate holds keys in less room than either, but cannot be changed, and knows no order of weights.)

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::mem;
use std::ops::Bound;

pub struct Trie<W>(BTreeMap<String, W>);

impl<W: Ord + Copy> Trie<W> {
    pub fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub fn insert(&mut self, key: &str, weight: W) -> Option<W> {
        match self.0.get_mut(key) {
            Some(known) => Some(mem::replace(known, weight)),
            None => self.0.insert(key.to_owned(), weight),
        }
    }

    pub fn top_k(&self, prefix: &str, k: usize) -> Vec<(String, W)> {
        let from_prefix = self.0.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        let mut found: Vec<(Reverse<W>, &str)> = from_prefix
            .map(|(key, weight)| (Reverse(*weight), key.as_str()))
            .take_while(|(_, key)| key.starts_with(prefix))
            .collect();
        if k < found.len() {
            found.select_nth_unstable(k);
            found.truncate(k);
        }
        found.sort_unstable();
        found.into_iter().map(|(Reverse(weight), key)| (key.to_owned(), weight)).collect()
    }
}
