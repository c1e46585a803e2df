//! caught by: tests::edge_cases::a_letter_with_a_mark_is_another_letter
//! Takes the marks away instead of keeping them with their letters.

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
    let chars = word.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase);
    let mut chars: Vec<char> = chars.filter(|char| !('\u{300}'..='\u{36f}').contains(char)).collect();
    chars.sort_unstable();
    chars
}
