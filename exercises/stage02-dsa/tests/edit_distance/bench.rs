//! The whole distance of two lists that have little in common, then the two questions that are asked much more often and
//! take far less: whether two versions of a long log are nearly the same, and what a mistyped word was meant to be.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::{closest, distance, distance_at_most};

/// How many lines of a log are changed, put in and left out. As many are allowed.
const EDITS: usize = 8;
/// How many words are looked for in a run.
const TYPED: usize = 4;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("distance, unlike", "distance", Growth::Quadratic, unlike)
            .sizes([64, 256, 1024, 4096])
            .counting("comparisons", comparisons_of_unlike),
        Workload::new("distance up to 8, nearly equal", "distance", Growth::Linear, nearly_equal)
            .sizes([512, 2048, 8192, 32_768])
            .counting("comparisons", comparisons_of_nearly_equal),
        Workload::new("closest word, up to 2 away", "word", Growth::Linear, typed),
    ]
}

/// Letters out of 20, in no order.
fn letters(size: usize, random: &mut Random) -> Vec<u8> {
    (0..size).map(|_| random.u8(0..20)).collect()
}

/// So many pairs that a run takes long enough, also where they are short.
fn unlike(size: usize, random: &mut Random) -> Prepared {
    let count = 4096 / size;
    let pairs: Vec<_> = (0..count).map(|_| (letters(size, random), letters(size, random))).collect();
    Prepared::repeated(count, move || digest(pairs.iter().map(|(from, to)| distance(from, to) as u64)))
}

fn comparisons_of_unlike(size: usize) -> u64 {
    let random = &mut Random::with_seed(1);
    let [from, to] = [letters(size, random), letters(size, random)].map(|letters| counted(&letters));
    count(|| distance(&from, &to)).1.equalities
}

/// Two versions of a log of different lines, with edits that lie far apart.
fn versions(size: usize) -> (Vec<u32>, Vec<u32>) {
    let from: Vec<u32> = (0..).take(size).collect();
    let mut to = from.clone();
    for (edit, fresh) in (1..=EDITS).zip(u32::MAX / 2..) {
        let place = edit * size / (EDITS + 1);
        match edit % 3 {
            0 => to[place] = fresh,
            1 => to.insert(place, fresh),
            _ => drop(to.remove(place)),
        }
    }
    (from, to)
}

fn nearly_equal(size: usize, _random: &mut Random) -> Prepared {
    let (from, to) = versions(size);
    Prepared::repeated(1, move || distance_at_most(&from, &to, EDITS).unwrap_or(usize::MAX) as u64)
}

fn comparisons_of_nearly_equal(size: usize) -> u64 {
    let (from, to) = versions(size);
    let (from, to) = (counted(&from), counted(&to));
    count(|| distance_at_most(&from, &to, EDITS)).1.equalities
}

fn counted<T: Copy>(values: &[T]) -> Vec<Counted<T>> {
    values.iter().copied().map(Counted).collect()
}

/// Words with one letter mistyped, among as many other words as the size says.
fn typed(size: usize, random: &mut Random) -> Prepared {
    let words: Vec<String> = (0..size)
        .map(|_| {
            let length = random.usize(5..=12);
            (0..length).map(|_| random.lowercase()).collect()
        })
        .collect();
    let typed: Vec<String> = (0..TYPED)
        .map(|_| {
            let word = &words[random.usize(0..size)];
            word.char_indices().map(|(place, letter)| if place == 2 { '-' } else { letter }).collect()
        })
        .collect();
    Prepared::repeated(TYPED, move || {
        let candidates: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = typed.iter().filter_map(|word| closest(word, &candidates, 2));
        digest(found.flat_map(str::bytes).map(u64::from))
    })
}
