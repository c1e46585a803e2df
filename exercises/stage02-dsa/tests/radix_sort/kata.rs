//! Radix sort: read `README.md`, then make the tests pass.

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
        todo!("give the byte of {self} at {place}")
    }
}

impl RadixKey for i64 {
    const BYTES: usize = 8;

    fn byte(self, place: usize) -> u8 {
        todo!("give the byte at {place} of something that is in order as {self} is")
    }
}

/// Sorts by a key of a fixed size; values with equal keys keep their order. When `key` panics, `values` is as it was.
pub fn radix_sort_by_key<T, K: RadixKey>(values: &mut [T], key: impl FnMut(&T) -> K) {
    let _ = key;
    todo!("sort {} values by the {} bytes of their keys", values.len(), K::BYTES)
}

/// Sorts by a key that is a string of bytes; values with equal keys keep their order. When `byte` panics, `values` is
/// as it was.
///
/// `byte` gives the byte of a key at a place, counted from the first, and `None` at the key's end.
pub fn radix_sort_by_bytes<T>(values: &mut [T], byte: impl FnMut(&T, usize) -> Option<u8>) {
    let _ = byte;
    todo!("sort {} values, by their first byte, and then by as many more as it takes", values.len())
}
