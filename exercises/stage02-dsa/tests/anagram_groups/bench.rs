//! Lines grouped by customer, of whom each has a few; the words of a word game, in ASCII as most words are, and in Greek,
//! where case is more than one bit; and two long texts, where all the work is to sort the letters.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::{anagram_groups, group_by};

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("group_by, lines by customer", "item", Growth::Constant, lines)
            .counting("equalities and hashes", cost_of_an_item),
        Workload::new("anagram_groups, words in ASCII", "word", Growth::Constant, ascii),
        Workload::new("anagram_groups, words in Greek", "word", Growth::Constant, greek),
        Workload::new("anagram_groups, two long texts", "text", Growth::Linearithmic, texts),
    ]
}

fn digest_of<T>(groups: &[Vec<T>], number: impl Fn(&T) -> u64) -> u64 {
    digest(groups.iter().flat_map(|group| [group.len() as u64, group.first().map_or(0, &number)]))
}

/// Lines of a customer and an amount, eight of each customer.
fn lines(size: usize, random: &mut Random) -> Prepared {
    let lines: Vec<(u64, u64)> = (0..size).map(|_| (random.u64(..size as u64 / 8), random.u64(..10_000))).collect();
    let group = |lines| group_by(lines, |line: &(u64, u64)| line.0);
    Prepared::consuming(size, lines, group, |groups| digest_of(groups, |line| line.1))
}

fn cost_of_an_item(size: usize) -> u64 {
    let keys = (0..size as u64).map(|number| number * 7 % (size as u64 / 8));
    let (groups, counts) = count(|| group_by(keys, |key| Counted(*key)));
    std::hint::black_box(groups);
    (counts.equalities + counts.hashes) / size as u64
}

fn word(random: &mut Random, letters: &[char]) -> String {
    let length = random.usize(3..=9);
    (0..length).map(|_| letters[random.usize(..letters.len())]).collect()
}

fn words(size: usize, random: &mut Random, letters: &str) -> Prepared {
    let letters: Vec<char> = letters.chars().collect();
    let words: Vec<String> = (0..size).map(|_| word(random, &letters)).collect();
    Prepared::repeated(size, move || {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        digest_of(&anagram_groups(&words), |word| word.len() as u64)
    })
}

fn ascii(size: usize, random: &mut Random) -> Prepared {
    words(size, random, "aaabcdeeeefghiiijklmnooopqrrssttuuvwxyzABCDEST")
}

fn greek(size: usize, random: &mut Random) -> Prepared {
    words(size, random, "αάβγδεέζηήθιίκλμνξοόπρστυφχψωΑΔΕΣ")
}

fn texts(size: usize, random: &mut Random) -> Prepared {
    let letters: Vec<char> = "etaoinshrdlucmfwygpbvkéüß".chars().collect();
    let text: String = (0..size).map(|_| letters[random.usize(..letters.len())]).collect();
    let turned: String = text.chars().rev().collect();
    Prepared::repeated(2, move || anagram_groups(&[&text, &turned]).len() as u64)
}
