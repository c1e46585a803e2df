//! The `memchr` crate, whose `memmem` compares 16 or 32 bytes at a time with instructions made for it, in unsafe code. It
//! finds bytes only, and no matches that overlap: those are searched one by one, each from behind the start of the last.

use memchr::memmem::{self, Finder};

pub fn find_disjoint(haystack: &[u8], needle: &[u8]) -> Vec<usize> {
    memmem::find_iter(haystack, needle).collect()
}

pub fn find_all(haystack: &[u8], needle: &[u8]) -> Vec<usize> {
    let finder = Finder::new(needle);
    let find = |start: usize| finder.find(haystack.get(start..)?).map(|offset| start + offset);
    std::iter::successors(find(0), |&place| find(place + 1)).collect()
}
