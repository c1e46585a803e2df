//! caught by: tests::complexity::a_group_is_found_without_looking_through_the_others, tests::complexity::many_groups_cost_no_more_than_few
//! Makes each key once, and then looks through all groups for it.

use std::hash::Hash;

pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, mut key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for item in items {
        let key = key(&item);
        match groups.iter_mut().find(|group| group.0 == key) {
            Some(group) => group.1.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups.into_iter().map(|group| group.1).collect()
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
