//! A search box that asks again with every letter; the ten first of all keys when no weight tells them apart, where there
//! is the most to be led astray by; and the changes of weight that keep the answers up to date.
//!
//! A query is O(k · length · letters). Keys that must all differ get longer with the logarithm of their number.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::Trie;

const K: usize = 10;
/// How many keys are typed in a run, and how many letters of each.
const TYPED: usize = 32;
const LETTERS: usize = 4;
const CHANGES: usize = 1000;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("top 10, as it is typed", "query", Growth::Logarithmic, typed)
            .counting("comparisons", |size| comparisons(size, scattered)),
        Workload::new("top 10 of all, equal weights", "query", Growth::Logarithmic, ties)
            .counting("comparisons", |size| comparisons(size, |_| 1)),
        Workload::new("insert, to change a weight", "insert", Growth::Logarithmic, changes),
    ]
}

/// Names of four syllables. Some may be the same.
fn names(size: usize, random: &mut Random) -> Vec<String> {
    let mut letter = |letters: &'static [u8]| char::from(letters[random.usize(..letters.len())]);
    let mut syllable = || [letter(b"bcdfghjklmnpqrstvwxz"), letter(b"aeiou")];
    (0..size).map(|_| (0..4).flat_map(|_| syllable()).collect()).collect()
}

fn filled(names: &[String], weight: impl Fn(u32) -> u32) -> Trie<u32> {
    let mut trie = Trie::new();
    for (name, number) in names.iter().zip(0..) {
        trie.insert(name, weight(number));
    }
    trie
}

/// Weights without an order that a search could profit from.
fn scattered(number: u32) -> u32 {
    number.wrapping_mul(2_654_435_769) >> 8
}

fn summary(found: Vec<(String, u32)>) -> u64 {
    digest(found.into_iter().map(|(name, weight)| name.bytes().map(u64::from).sum::<u64>() << 32 | u64::from(weight)))
}

fn typed(size: usize, random: &mut Random) -> Prepared {
    let names = names(size, random);
    let trie = filled(&names, scattered);
    let prefixes: Vec<String> = (0..TYPED)
        .map(|_| &names[random.usize(..size)])
        .flat_map(|name| (1..=LETTERS).map(|letters| name[..letters].to_owned()))
        .collect();
    Prepared::repeated(prefixes.len(), move || digest(prefixes.iter().map(|prefix| summary(trie.top_k(prefix, K)))))
}

fn ties(size: usize, random: &mut Random) -> Prepared {
    let trie = filled(&names(size, random), |_| 1);
    Prepared::repeated(TYPED, move || digest((0..TYPED).map(|_| summary(trie.top_k("", K)))))
}

/// Every key is known.
fn changes(size: usize, random: &mut Random) -> Prepared {
    let names = names(size, random);
    let mut trie = filled(&names, scattered);
    let changes: Vec<(String, u32)> =
        (0..CHANGES).map(|_| (names[random.usize(..size)].clone(), random.u32(..1 << 24))).collect();
    Prepared::repeated(CHANGES, move || {
        digest(changes.iter().filter_map(|(name, weight)| trie.insert(name, *weight)).map(u64::from))
    })
}

/// The comparisons of weights in a query for the ten first of all.
fn comparisons(size: usize, weight: impl Fn(u32) -> u32) -> u64 {
    let mut trie = Trie::new();
    for (name, number) in names(size, &mut Random::with_seed(size as u64)).iter().zip(0..) {
        trie.insert(name, Counted(weight(number)));
    }
    count(|| trie.top_k("", K)).1.comparisons
}
