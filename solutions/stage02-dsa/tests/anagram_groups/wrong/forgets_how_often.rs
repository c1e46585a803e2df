//! caught by: tests::behaviour::each_letter_counts_as_often_as_it_comes
//! Makes a set of the letters.

use std::collections::{BTreeSet, HashMap};
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

fn letters(word: &str) -> BTreeSet<Vec<char>> {
    let chars: Vec<char> = word.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase).collect();
    chars.chunk_by(|_, &next| is_mark(next)).map(<[char]>::to_vec).collect()
}

fn is_mark(char: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&char)
}
