//! A word in a log, as one searches all day, and a needle that almost matches everywhere, with which somebody who chose
//! both stops whoever starts over at every place.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload, digest};

use super::kata::{find_all, find_disjoint};

const SIZES: [usize; 4] = [1 << 10, 1 << 13, 1 << 16, 1 << 18];

pub fn workloads() -> Vec<Workload> {
    let workload = |name, prepare: fn(usize, &mut Random) -> Prepared| {
        Workload::new(name, "search", Growth::Linear, prepare).sizes(SIZES)
    };
    vec![
        workload("find_disjoint, a rare word", |size, random| disjoint(size, b"ERROR: payment", || log(size, random))),
        workload("find_disjoint, a frequent word", |size, random| disjoint(size, b"session", || log(size, random))),
        workload("find_disjoint, almost everywhere", |size, _| {
            let needle = ["a".repeat(size / 4), "b".to_owned()].concat();
            disjoint(size, needle.as_bytes(), || vec![b'a'; size])
        }),
        workload("find_all, matches that overlap", overlapping),
    ]
}

/// Words of a log in small letters, and now and then the rare one.
fn log(size: usize, random: &mut Random) -> Vec<u8> {
    const WORDS: [&[u8]; 8] =
        [b"session ", b"opened ", b"for ", b"user ", b"closed ", b"after ", b"timeout ", b"status=200 "];
    let mut text = Vec::with_capacity(size + 20);
    while text.len() < size {
        let word: &[u8] = if random.u32(0..500) == 0 { b"ERROR: payment " } else { WORDS[random.usize(0..8)] };
        text.extend_from_slice(word);
    }
    text.truncate(size);
    text
}

/// Several short texts, or a long one: a processor learns by heart what comes again too soon.
fn texts(size: usize, text: impl FnMut() -> Vec<u8>) -> Vec<Vec<u8>> {
    std::iter::repeat_with(text).take(SIZES[2].div_ceil(size)).collect()
}

fn disjoint(size: usize, needle: &[u8], text: impl FnMut() -> Vec<u8>) -> Prepared {
    let (haystacks, needle) = (texts(size, text), needle.to_vec());
    Prepared::repeated(haystacks.len(), move || {
        digest(haystacks.iter().flat_map(|haystack| find_disjoint(haystack, &needle)).map(|place| place as u64))
    })
}

fn overlapping(size: usize, _random: &mut Random) -> Prepared {
    let haystacks = texts(size, || b"ab".repeat(size / 2));
    Prepared::repeated(haystacks.len(), move || {
        digest(haystacks.iter().flat_map(|haystack| find_all(haystack, b"abababab")).map(|place| place as u64))
    })
}
