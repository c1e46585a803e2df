//! Anagram groups: read `README.md`, then make the tests pass.

use std::hash::Hash;

/// Puts together the items with equal keys. Groups stand in the order of their first items, and so do items in a group.
pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let _ = (items, key);
    todo!("put each item to those that have the same key")
}

/// Puts together the words that are made of the same letters, in the order of [`group_by`].
pub fn anagram_groups<'words>(words: &[&'words str]) -> Vec<Vec<&'words str>> {
    todo!("make a key of the letters of each of {} words, and group by it", words.len())
}
