//! caught by: tests::edge_cases::a_mark_stays_with_its_letter, tests::edge_cases::several_marks_stay_with_their_letter_in_their_order
//! Sorts chars, so that all marks stand behind all letters, and nobody knows whose they were.

use std::collections::HashMap;
use std::hash::Hash;

pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, mut key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut positions: HashMap<K, usize> = HashMap::new();
    for item in items {
        let position = *positions.entry(key(&item)).or_insert(groups.len());
        if position == groups.len() {
            groups.push(Vec::new());
        }
        groups[position].push(item);
    }
    groups
}

pub fn anagram_groups<'words>(words: &[&'words str]) -> Vec<Vec<&'words str>> {
    group_by(words.iter().copied(), |word| letters(word))
}

fn letters(word: &str) -> Vec<char> {
    let mut chars: Vec<char> = word.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase).collect();
    chars.sort_unstable();
    chars
}
