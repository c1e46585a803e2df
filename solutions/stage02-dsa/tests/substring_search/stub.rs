//! Linear-time substring search: read `README.md`, then make the tests pass.

use std::marker::PhantomData;

/// All places where `needle` begins in `haystack`, in ascending order, also where matches overlap. An empty needle
/// begins everywhere, also at the end.
pub fn find_all<T: Eq>(haystack: &[T], needle: &[T]) -> Vec<usize> {
    todo!("find all of {} items among {}, overlapping or not", needle.len(), haystack.len())
}

/// The places of matches that do not overlap: the first one, then the first one behind it, and so on. An empty needle
/// begins everywhere, also at the end.
pub fn find_disjoint<T: Eq>(haystack: &[T], needle: &[T]) -> Vec<usize> {
    todo!("find {} items among {}, each match behind the one before", needle.len(), haystack.len())
}

/// A search in a stream that comes in chunks. Matches may begin in one chunk and end in another.
pub struct Matcher<'needle, T>(PhantomData<&'needle T>);

impl<'needle, T: Eq> Matcher<'needle, T> {
    /// A search at the start of a stream; `None` for an empty needle.
    pub fn new(needle: &'needle [T]) -> Option<Self> {
        todo!("prepare to search for {} items", needle.len())
    }

    /// Reads the next chunk, and adds to `found` where each match that ends in it begins, counted from the start of the
    /// stream. Matches may overlap.
    pub fn feed(&mut self, chunk: &[T], found: &mut Vec<u64>) {
        todo!("search {} more items; there is room for {} places in the list", chunk.len(), found.capacity())
    }
}
