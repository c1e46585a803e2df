//! Anagram groups.
//!
//! To compare each word with each other is quadratic. A *key* turns the question around: words are anagrams if and
//! only if their keys are equal, so a hash map from key to group finds the group of a word in one lookup. Half of the
//! work is the map, and it knows nothing of words. The other half is a key that says all that counts and nothing else.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// Puts together the items with equal keys. Groups stand in the order of their first items, and so do items in a group.
///
/// The map holds positions and not groups: its own order is random, that of the vector is the one wanted. Each item
/// costs one call of `key` and one lookup.
pub fn group_by<T, K: Hash + Eq>(items: impl IntoIterator<Item = T>, mut key: impl FnMut(&T) -> K) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut positions: HashMap<K, usize> = HashMap::new();
    for item in items {
        match positions.entry(key(&item)) {
            Entry::Occupied(position) => groups[*position.get()].push(item),
            Entry::Vacant(position) => {
                position.insert(groups.len());
                groups.push(vec![item]);
            }
        }
    }
    groups
}

/// Puts together the words that are made of the same letters, in the order of [`group_by`].
pub fn anagram_groups<'words>(words: &[&'words str]) -> Vec<Vec<&'words str>> {
    group_by(words.iter().copied(), |word| letters(word))
}

/// The letters of a word in an order of their own, in capitals, as UTF-8: equal for two words when they are anagrams.
fn letters(word: &str) -> Vec<u8> {
    // Most words are ASCII. There a letter is a byte with one other form, and bytes are quick to sort.
    if word.is_ascii() {
        let mut letters = word.to_ascii_uppercase().into_bytes();
        letters.sort_unstable();
        return letters;
    }
    // Both ways, since two small letters may share a capital (σ and ς), and two capitals a small letter (K and the sign
    // of kelvin).
    let chars: Vec<char> = word.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase).collect();
    let mut letters: Vec<&[char]> = chars.chunk_by(|_, &next| is_mark(next)).collect();
    // Marks without a letter only come at the start of a word. There they stay: anywhere else, joined to the others,
    // they would become a part of the letter before them.
    let homeless = usize::from(is_mark(chars[0]));
    letters[homeless..].sort_unstable();
    letters.into_iter().flatten().collect::<String>().into_bytes()
}

/// Whether this is a combining mark, which belongs to the letter before it.
fn is_mark(char: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&char)
}
