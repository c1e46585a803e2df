//! The standard library's `HashMap`, with the sorted letters of a word for its key, as a text. It knows nothing of combining
//! marks, and is timed where there are none.

use std::collections::HashMap;
use std::hash::Hash;

pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, mut key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let mut groups: HashMap<K, (usize, Vec<T>)> = HashMap::new();
    for item in items {
        let number = groups.len();
        groups.entry(key(&item)).or_insert_with(|| (number, Vec::new())).1.push(item);
    }
    let mut groups: Vec<(usize, Vec<T>)> = groups.into_values().collect();
    groups.sort_unstable_by_key(|group| group.0);
    groups.into_iter().map(|group| group.1).collect()
}

pub fn anagram_groups<'words>(words: &[&'words str]) -> Vec<Vec<&'words str>> {
    group_by(words.iter().copied(), |word| {
        let mut letters: Vec<char> = word.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase).collect();
        letters.sort_unstable();
        letters.into_iter().collect::<String>()
    })
}
