//! caught by: tests::behaviour::words_of_a_group_keep_their_order_also_when_they_come_again
//! Keeps a set of words for each group, so that a word that comes again is lost.

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
    let mut groups = group_by(words.iter().copied(), |word| letters(word));
    for group in &mut groups {
        let mut seen = std::collections::HashSet::new();
        group.retain(|word| seen.insert(*word));
    }
    groups
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
