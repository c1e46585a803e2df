//! caught by: tests::complexity::one_scratch_buffer_serves_every_pass
//! Throws the entries into 256 vectors in each pass, which grow one by one, and empties them again.

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
    for place in 0..K::BYTES {
        let mut buckets = vec![Vec::new(); 256];
        for entry in entries.drain(..) {
            buckets[usize::from(entry.0.byte(place))].push(entry);
        }
        for bucket in buckets {
            entries.extend(bucket);
        }
    }
    apply(values, &entries);
}

pub fn radix_sort_by_bytes<T>(values: &mut [T], mut byte: impl FnMut(&T, usize) -> Option<u8>) {
    let mut entries: Vec<(usize, usize)> = (0..values.len()).map(|position| (END, position)).collect();
    let mut scratch = entries.clone();
    let mut groups = vec![(0..values.len(), 0)];
    while let Some((group, place)) = groups.pop() {
        if group.len() < 2 {
            continue;
        }
        let (entries, scratch) = (&mut entries[group.clone()], &mut scratch[group.clone()]);
        for (digit, position) in &mut *entries {
            *digit = byte(&values[*position], place).map_or(END, |byte| 1 + usize::from(byte));
        }
        if entries.len() <= FEW {
            insert_by_digit(entries);
        } else if sort_by_digit(entries, scratch, |entry| entry.0) {
            entries.copy_from_slice(scratch);
        }
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
const FEW: usize = 24;

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
