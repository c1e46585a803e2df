//! caught by: tests::complexity::a_group_of_many_texts_is_sorted_in_one_pass
//! Sorts each group of texts by insertion, however large it is: O(n²).

use std::mem;

pub trait RadixKey: Copy {
    const BYTES: usize;

    fn byte(self, place: usize) -> u8;
}

impl RadixKey for u64 {
    const BYTES: usize = 8;

    fn byte(self, place: usize) -> u8 {
        self.to_le_bytes()[place]
    }
}

impl RadixKey for i64 {
    const BYTES: usize = 8;

    fn byte(self, place: usize) -> u8 {
        (self ^ i64::MIN).cast_unsigned().byte(place)
    }
}

pub fn radix_sort_by_key<T, K: RadixKey>(values: &mut [T], key: impl FnMut(&T) -> K) {
    let mut entries: Vec<(K, usize)> = values.iter().map(key).zip(0..).collect();
    let mut scratch = entries.clone();
    for place in 0..K::BYTES {
        if sort_by_digit(&entries, &mut scratch, |(key, _)| usize::from(key.byte(place))) {
            mem::swap(&mut entries, &mut scratch);
        }
    }
    apply(values, &entries);
}

pub fn radix_sort_by_bytes<T>(values: &mut [T], mut byte: impl FnMut(&T, usize) -> Option<u8>) {
    let mut entries: Vec<(usize, usize)> = (0..values.len()).map(|position| (END, position)).collect();
    let mut groups = vec![(0..values.len(), 0)];
    while let Some((group, place)) = groups.pop() {
        if group.len() < 2 {
            continue;
        }
        let entries = &mut entries[group.clone()];
        for (digit, position) in &mut *entries {
            *digit = byte(&values[*position], place).map_or(END, |byte| 1 + usize::from(byte));
        }
        insert_by_digit(entries);
        let mut start = group.start;
        for equals in entries.chunk_by(|left, right| left.0 == right.0) {
            if equals[0].0 != END {
                groups.push((start..start + equals.len(), place + 1));
            }
            start += equals.len();
        }
    }
    apply(values, &entries);
}

const END: usize = 0;
const DIGITS: usize = 257;

fn sort_by_digit<E: Copy>(entries: &[E], sorted: &mut [E], digit: impl Fn(&E) -> usize) -> bool {
    let mut places = [0; DIGITS];
    for entry in entries {
        places[digit(entry)] += 1;
    }
    if places.contains(&entries.len()) {
        return false;
    }
    let mut start = 0;
    for place in &mut places {
        start += mem::replace(place, start);
    }
    for entry in entries {
        let place = &mut places[digit(entry)];
        sorted[*place] = *entry;
        *place += 1;
    }
    true
}

fn insert_by_digit(entries: &mut [(usize, usize)]) {
    for end in 1..entries.len() {
        let entry = entries[end];
        let mut place = end;
        while place > 0 && entries[place - 1].0 > entry.0 {
            entries[place] = entries[place - 1];
            place -= 1;
        }
        entries[place] = entry;
    }
}

fn apply<T, K>(values: &mut [T], entries: &[(K, usize)]) {
    let mut value_at: Vec<usize> = (0..values.len()).collect();
    let mut place_of = value_at.clone();
    for (place, &(_, value)) in entries.iter().enumerate() {
        let from = place_of[value];
        values.swap(place, from);
        let displaced = value_at[place];
        value_at[from] = displaced;
        place_of[displaced] = from;
    }
}
