//! Radix sort: by bytes, without comparing keys.
//!
//! Both sorts are built on one pass that sorts by one byte, and on its being *stable*. Keys of a fixed size are sorted
//! by their least significant byte first: after each pass they are in order by all bytes so far, since where the new
//! byte does not decide, the pass leaves them in the order of those before. Byte strings have no least significant
//! byte, as none of them is at the same place in all. So they are sorted by their first, and then each group of equals
//! by the next.
//!
//! The values stay where they are while keys are read. What is sorted are *entries*, each a piece of the key and the
//! position of its value. So `T` need not be cloned, and a panic while a key is read does no harm.

use std::mem;

/// A key of a fixed number of bytes. Of two keys, the lesser one has the lesser byte at the most significant place
/// where they differ.
pub trait RadixKey: Copy {
    /// How many bytes the key has.
    const BYTES: usize;

    /// The byte at `place`, counted from the least significant, which is at 0.
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

    /// Of a number that is negative, the highest bit is one, which would put it behind all others. With that bit turned
    /// over, the bits of the numbers are in the order of the numbers.
    fn byte(self, place: usize) -> u8 {
        (self ^ i64::MIN).cast_unsigned().byte(place)
    }
}

/// Sorts by a key of a fixed size; values with equal keys keep their order. When `key` panics, `values` is as it was.
///
/// For n values and keys of b bytes: n calls of `key`, at most 2 b n calls of `byte`, two blocks of n entries and two
/// of n positions, and counters for b digits.
pub fn radix_sort_by_key<T, K: RadixKey>(values: &mut [T], key: impl FnMut(&T) -> K) {
    let mut entries: Vec<(K, usize)> = values.iter().map(key).zip(0..).collect();
    let mut scratch = entries.clone();
    // How often a byte comes does not depend on the order of the entries. So one walk counts for all passes.
    let mut counts = vec![[0; 256]; K::BYTES];
    for (key, _) in &entries {
        for (place, counts) in counts.iter_mut().enumerate() {
            counts[usize::from(key.byte(place))] += 1;
        }
    }
    for (place, counts) in counts.iter_mut().enumerate() {
        // Where all keys agree, nothing has to move.
        if !counts.contains(&entries.len()) {
            distribute(&entries, &mut scratch, counts, |(key, _)| usize::from(key.byte(place)));
            // By their names, `entries` is always the latest, however many passes there were.
            mem::swap(&mut entries, &mut scratch);
        }
    }
    apply(values, &entries);
}

/// Sorts by a key that is a string of bytes; values with equal keys keep their order. When `byte` panics, `values` is
/// as it was.
///
/// `byte` gives the byte of a key at a place, counted from the first, and `None` at the key's end. It is called once
/// for each value and each place up to the one that tells the value from all others, or up to the end: not behind it.
pub fn radix_sort_by_bytes<T>(values: &mut [T], mut byte: impl FnMut(&T, usize) -> Option<u8>) {
    let mut entries: Vec<(usize, usize)> = (0..values.len()).map(|position| (END, position)).collect();
    let mut scratch = entries.clone();
    // The groups to be sorted, with the place up to which all keys of the group agree. On the call stack, as many
    // frames would lie as the longest common prefix has bytes.
    let mut groups = vec![(0..values.len(), 0)];
    while let Some((group, place)) = groups.pop() {
        if group.len() < 2 {
            continue;
        }
        let (entries, scratch) = (&mut entries[group.clone()], &mut scratch[group.clone()]);
        let (mut first, mut agree) = (None, true);
        for (digit, position) in &mut *entries {
            *digit = byte(&values[*position], place).map_or(END, |byte| 1 + usize::from(byte));
            agree &= *digit == *first.get_or_insert(*digit);
        }
        // Texts often begin alike: nothing has to be counted there, nor to be moved.
        if !agree {
            sort_by_digit(entries, scratch);
        }
        let mut start = group.start;
        for equals in entries.chunk_by(|left, right| left.0 == right.0) {
            // Keys that agree and have ended are equal, and in their order.
            if equals[0].0 != END {
                groups.push((start..start + equals.len(), place + 1));
            }
            start += equals.len();
        }
    }
    apply(values, &entries);
}

/// The digit of a key that has ended. It is less than that of any byte, as a prefix is less than what continues it, so
/// bytes count from 1.
const END: usize = 0;
/// How many different digits there are: all bytes, and the end.
const DIGITS: usize = 257;
/// So few entries are moved in less time than it takes to go through the counters of all digits.
const FEW: usize = 24;

/// Puts the entries of a group in order by their digits, stably.
fn sort_by_digit(entries: &mut [(usize, usize)], scratch: &mut [(usize, usize)]) {
    if entries.len() <= FEW {
        return insert_by_digit(entries);
    }
    let mut counts = [0; DIGITS];
    for entry in &*entries {
        counts[entry.0] += 1;
    }
    distribute(entries, scratch, &mut counts, |entry| entry.0);
    entries.copy_from_slice(scratch);
}

/// Puts the entries in order by a digit, stably, and writes them to `sorted`. `counts` says how often each digit comes.
fn distribute<E: Copy>(entries: &[E], sorted: &mut [E], counts: &mut [usize], digit: impl Fn(&E) -> usize) {
    // From the counts: where the first entry with each digit goes, and then where the next one goes.
    let mut start = 0;
    for count in &mut *counts {
        start += mem::replace(count, start);
    }
    let places = counts;
    // From the first entry to the last, to rising places: of equals, the first stays the first.
    for entry in entries {
        let place = &mut places[digit(entry)];
        sorted[*place] = *entry;
        *place += 1;
    }
}

/// As [`sort_by_digit`], for a few entries, in place: each in turn is brought forward past those with a greater digit.
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

/// Brings the values in the order of `entries`, which name each by the position where it stood at first.
///
/// From the first place to the last: the value that belongs there changes places with the one that stands there. The
/// two lists say which value stands at each place by now, and where each value does. (To follow the cycles of the
/// permutation would take no lists, but each step would wait for the memory that the one before it reads. Here many
/// such reads are under way at a time, which for a million values is several times as fast.)
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
