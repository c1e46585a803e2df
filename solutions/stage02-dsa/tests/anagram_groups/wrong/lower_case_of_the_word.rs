//! caught by: tests::edge_cases::a_letter_with_two_small_forms_is_one_letter, tests::edge_cases::a_letter_may_become_two
//! Puts the whole word in lower case: a sigma at its end is another letter than one before it.

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

fn letters(word: &str) -> Vec<Vec<char>> {
    let chars: Vec<char> = word.to_lowercase().chars().collect();
    let mut letters: Vec<Vec<char>> = chars.chunk_by(|_, &next| is_mark(next)).map(<[char]>::to_vec).collect();
    letters.sort_unstable();
    letters
}

fn is_mark(char: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&char)
}
