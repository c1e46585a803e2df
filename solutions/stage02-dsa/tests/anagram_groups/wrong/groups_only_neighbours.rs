//! caught by: tests::behaviour::words_of_the_same_letters_are_put_together, tests::properties::every_list_is_grouped_as_by_looking_through_all_groups
//! Compares each item with the one before it only, as if the items were sorted.

use std::hash::Hash;

pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, mut key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut last = None;
    for item in items {
        let key = Some(key(&item));
        if key != last {
            groups.push(Vec::new());
        }
        last = key;
        groups.last_mut().expect("there is a group").push(item);
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
