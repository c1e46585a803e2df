//! caught by: tests::edge_cases::each_key_is_asked_for_once_in_the_order_of_the_items
//! Makes the key of every item twice: to see which keys there are, and to put the items under them.

use std::collections::HashMap;
use std::hash::Hash;

pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, mut key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let items: Vec<T> = items.into_iter().collect();
    let mut positions: HashMap<K, usize> = HashMap::new();
    for item in &items {
        let next = positions.len();
        positions.entry(key(item)).or_insert(next);
    }
    let mut groups: Vec<Vec<T>> = positions.iter().map(|_| Vec::new()).collect();
    for item in items {
        groups[positions[&key(&item)]].push(item);
    }
    groups
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
