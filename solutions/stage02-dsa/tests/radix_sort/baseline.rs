//! The standard library's stable sorts, which compare: `sort_by_cached_key`, which asks for each key once, as a radix sort
//! does, and for texts `sort`. The crate `radsort` is no baseline: its keys can only be numbers, and it asks for them in
//! each pass.

pub fn radix_sort_by_key<T, K: Ord>(values: &mut [T], key: impl FnMut(&T) -> K) {
    values.sort_by_cached_key(key);
}

pub fn radix_sort_by_bytes<T: Ord>(values: &mut [T], _byte: impl FnMut(&T, usize) -> Option<u8>) {
    values.sort();
}
