//! The same jobs with the best tools of the standard library: a text that asks for its memory once, the entries of a map, a
//! heap of the heads of all logs, and a vector that knows how long it is.

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;
use std::iter;
use std::mem;
use std::num::NonZeroUsize;

/// Asks for its memory once: a cell, two quotes and a comma, and room for what is doubled.
pub fn to_csv(rows: &[Vec<&str>]) -> String {
    let cell = |cell: &&str| cell.len() + 4;
    let mut text = String::with_capacity(rows.iter().flatten().map(cell).sum());
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            if cell.contains([',', '"', '\r', '\n']) {
                text.push('"');
                for piece in cell.split_inclusive('"') {
                    text.push_str(piece);
                    if piece.ends_with('"') {
                        text.push('"');
                    }
                }
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str("\r\n");
    }
    text
}

/// Hashes each key once and clones none: the map has the keys until the end, with their places.
pub fn latest_states<K: Hash + Ord + Clone, S>(updates: Vec<(K, S)>) -> Vec<(K, S)> {
    let mut states = HashMap::new();
    for (key, state) in updates {
        let place = states.len();
        match states.entry(key) {
            Entry::Occupied(mut entry) => {
                let (_, latest) = entry.get_mut();
                *latest = state;
            }
            Entry::Vacant(entry) => {
                entry.insert((place, state));
            }
        }
    }
    let mut ordered: Vec<Option<(K, S)>> = iter::repeat_with(|| None).take(states.len()).collect();
    for (key, (place, state)) in states {
        ordered[place] = Some((key, state));
    }
    ordered.into_iter().flatten().collect()
}

/// The head of each log is in a heap, by time and then by the number of its log.
pub fn merge_logs<T: Ord, E>(logs: Vec<Vec<(T, E)>>) -> Vec<(T, E)> {
    let mut merged = Vec::with_capacity(logs.iter().map(Vec::len).sum());
    let mut logs: Vec<_> = logs.into_iter().map(Vec::into_iter).collect();
    // The entries of the heads stay outside of the heap, which would compare them.
    let mut entries = Vec::with_capacity(logs.len());
    let mut heads = Vec::with_capacity(logs.len());
    for (number, log) in logs.iter_mut().enumerate() {
        let (time, entry) = log.next().unzip();
        heads.extend(time.map(|time| Reverse((time, number))));
        entries.push(entry);
    }
    let mut heads = BinaryHeap::from(heads);
    while let Some(mut head) = heads.peek_mut() {
        let number = head.0.1;
        let (time, entry) = match logs[number].next() {
            Some((time, entry)) => (mem::replace(&mut head.0.0, time), entries[number].replace(entry)),
            None => (PeekMut::pop(head).0.0, entries[number].take()),
        };
        merged.extend(entry.map(|entry| (time, entry)));
    }
    merged
}

/// Knows how many rows there are before it cuts them.
pub fn pages<R: Iterator + Clone>(rows: R, size: NonZeroUsize) -> Vec<(String, Vec<R::Item>)> {
    let rows: Vec<R::Item> = rows.collect();
    let count = rows.len().div_ceil(size.get());
    let mut rows = rows.into_iter();
    let page = |number| (format!("page {number} of {count}"), rows.by_ref().take(size.get()).collect());
    (1..=count).map(page).collect()
}
