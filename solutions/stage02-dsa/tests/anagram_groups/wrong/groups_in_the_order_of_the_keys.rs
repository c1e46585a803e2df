//! caught by: tests::behaviour::groups_come_in_the_order_of_their_first_words, tests::behaviour::any_items_are_grouped_by_any_key
//! Gives the groups as a map of hashes holds them, here one without a secret.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash};

pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, mut key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let mut groups: HashMap<K, Vec<T>, BuildHasherDefault<DefaultHasher>> = HashMap::default();
    for item in items {
        groups.entry(key(&item)).or_default().push(item);
    }
    groups.into_values().collect()
}

pub fn anagram_groups<'words>(words: &[&'words str]) -> Vec<Vec<&'words str>> {
    group_by(words.iter().copied(), |word| letters(word))
}

fn letters(word: &str) -> Vec<Vec<char>> {
    let chars: Vec<char> = word.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase).collect();
    let mut letters: Vec<Vec<char>> = chars.chunk_by(|_, &next| is_mark(next)).map(<[char]>::to_vec).collect();
    letters.sort_unstable();
    letters
}

fn is_mark(char: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&char)
}
