//! Linear-time substring search: the algorithm of Knuth, Morris and Pratt.
//!
//! All that is known of the items read so far is one number: how many items at the start of the needle are the last ones
//! read, at most. When the next item does not fit, the haystack need not be looked at again. What was read is in the
//! needle itself, so the next best start is too: a *border*, which is a start of the needle that is its end as well.

use std::ops::BitOr;

/// All places where `needle` begins in `haystack`, in ascending order, also where matches overlap. An empty needle
/// begins everywhere, also at the end.
pub fn find_all<T: Eq>(haystack: &[T], needle: &[T]) -> Vec<usize> {
    Pattern::new(needle).map_or_else(|| everywhere(haystack), |pattern| pattern.find(haystack, pattern.border()))
}

/// The places of matches that do not overlap: the first one, then the first one behind it, and so on. An empty needle
/// begins everywhere, also at the end.
pub fn find_disjoint<T: Eq>(haystack: &[T], needle: &[T]) -> Vec<usize> {
    Pattern::new(needle).map_or_else(|| everywhere(haystack), |pattern| pattern.find(haystack, 0))
}

fn everywhere<T>(haystack: &[T]) -> Vec<usize> {
    (0..=haystack.len()).collect()
}

/// A search in a stream that comes in chunks. Matches may begin in one chunk and end in another.
///
/// It needs nothing of the chunks that it has read but their length, and how much of the needle they end with.
pub struct Matcher<'needle, T> {
    pattern: Pattern<'needle, T>,
    /// How many items of the needle the stream ends with; less than all of them.
    matched: usize,
    /// How many items were read in all chunks. Longer than any slice, so it is not a `usize`.
    read: u64,
}

impl<'needle, T: Eq> Matcher<'needle, T> {
    /// A search at the start of a stream; `None` for an empty needle.
    pub fn new(needle: &'needle [T]) -> Option<Self> {
        Pattern::new(needle).map(|pattern| Self { pattern, matched: 0, read: 0 })
    }

    /// Reads the next chunk, and adds to `found` where each match that ends in it begins, counted from the start of the
    /// stream. Matches may overlap.
    pub fn feed(&mut self, chunk: &[T], found: &mut Vec<u64>) {
        let (before, length) = (self.read, self.pattern.needle.len() as u64);
        // A match may begin before this chunk: add what was read before first, then go back.
        let add = |end| found.push(before + end as u64 - length);
        self.matched = self.pattern.scan(self.matched, chunk, self.pattern.border(), add);
        self.read += chunk.len() as u64;
    }
}

/// How many items are looked at together. More would seldom be without the item in question.
const BLOCK: usize = 32;

/// A needle that is not empty, and what is to be known of it: made in O(m), used in O(1) amortised for each item.
struct Pattern<'needle, T> {
    needle: &'needle [T],
    /// For each `needle[..=last]`, the length of its longest border: a shorter start of it that is its end as well.
    borders: Vec<usize>,
}

impl<'needle, T: Eq> Pattern<'needle, T> {
    /// `None` when the needle is empty.
    ///
    /// The longest border of `needle[..=last]` is what a search for the needle has matched after it has read
    /// `needle[1..=last]`. That search only falls back on borders of shorter starts, which are known by then.
    fn new(needle: &'needle [T]) -> Option<Self> {
        let (_, rest) = needle.split_first()?;
        let mut borders = Vec::with_capacity(needle.len());
        borders.push(0);
        let mut pattern = Self { needle, borders };
        let mut matched = 0;
        for item in rest {
            matched = pattern.step(matched, item);
            pattern.borders.push(matched);
        }
        Some(pattern)
    }

    /// How many items of the needle match after `item`, when it was `matched` before it, which is not all of them.
    ///
    /// Each step adds one at most, and each turn of the loop but the last takes at least one away. So n steps make no
    /// more than 2n comparisons.
    fn step(&self, mut matched: usize, item: &T) -> usize {
        while self.needle[matched] != *item {
            if matched == 0 {
                return 0;
            }
            matched = self.borders[matched - 1];
        }
        matched + 1
    }

    /// Reads `items`, when `matched` items of the needle match already, and returns how many do at the end. Calls
    /// `add` with the end of each match, and goes on as if only `kept` items of that match had been read.
    ///
    /// While nothing matches, a block without the needle's first item is passed as a whole. All of its items are compared,
    /// and the answers are put together after that: without a way out in between, a processor does many at a time. That
    /// makes one comparison an item, and at most three with those of `step`.
    fn scan(&self, mut matched: usize, items: &[T], kept: usize, mut add: impl FnMut(usize)) -> usize {
        let first = &self.needle[0];
        for (block, start) in items.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
            if matched == 0 && !block.iter().map(|item| item == first).fold(false, BitOr::bitor) {
                continue;
            }
            for (item, end) in block.iter().zip(start + 1..) {
                matched = self.step(matched, item);
                if matched == self.needle.len() {
                    add(end);
                    matched = kept;
                }
            }
        }
        matched
    }

    /// The places in one slice. What is `kept` of a match may begin the next.
    fn find(&self, haystack: &[T], kept: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.scan(0, haystack, kept, |end| found.push(end - self.needle.len()));
        found
    }

    /// How much of a match may be the start of another.
    fn border(&self) -> usize {
        self.borders[self.needle.len() - 1]
    }
}
