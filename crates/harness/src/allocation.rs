//! A heap that counts, for bounds such as "reverse allocates nothing".
//!
//! The counts belong to the thread that allocates, so tests that run side by side do not disturb one another. This is
//! the crate's one corner with `unsafe`: an allocator cannot be written without it. It only passes calls on.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// What a piece of code asked of the heap, as [`allocations()`] saw it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocations {
    /// How many blocks were asked for; growing one in place or elsewhere counts as one more.
    pub count: u64,
    /// How many bytes were asked for in all; of a block that grew, what it grew by.
    pub bytes: u64,
    /// The most bytes that were held at one time, over what was held at the start.
    pub peak_bytes: u64,
    /// How many bytes more are held at the end than at the start; negative when more was given back.
    pub kept_bytes: i64,
}

/// Runs `action` and returns what it gave, with what this thread asked of the heap meanwhile.
pub fn allocations<R>(action: impl FnOnce() -> R) -> (R, Allocations) {
    let before = TALLY.get();
    TALLY.set(Tally { peak: before.held, ..before });
    let result = action();
    let after = TALLY.get();
    TALLY.set(Tally { peak: after.peak.max(before.peak), ..after });
    let allocations = Allocations {
        count: after.count - before.count,
        bytes: after.bytes - before.bytes,
        peak_bytes: u64::try_from(after.peak - before.held).unwrap_or(0),
        kept_bytes: after.held - before.held,
    };
    (result, allocations)
}

#[derive(Clone, Copy)]
struct Tally {
    count: u64,
    bytes: u64,
    held: i64,
    peak: i64,
}

thread_local! {
    static TALLY: Cell<Tally> = const { Cell::new(Tally { count: 0, bytes: 0, held: 0, peak: 0 }) };
}

struct CountingAllocator;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn record(asked: usize, given_back: usize) {
    let mut tally = TALLY.get();
    let change = i64::try_from(asked).unwrap_or(i64::MAX) - i64::try_from(given_back).unwrap_or(i64::MAX);
    if asked > 0 {
        tally.count += 1;
        tally.bytes += u64::try_from(change).unwrap_or(0);
    }
    tally.held += change;
    tally.peak = tally.peak.max(tally.held);
    TALLY.set(tally);
}

#[expect(unsafe_code, reason = "an allocator cannot be written without it")]
// SAFETY: every call goes to the system's allocator with the caller's own arguments. `TALLY` needs neither the heap nor
// a destructor, so recording never comes back here, also while a thread starts or ends.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        record(layout.size(), 0);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        record(0, layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        record(layout.size(), 0);
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        record(new_size, layout.size());
        // SAFETY: as above.
        unsafe { System.realloc(block, layout, new_size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_without_the_heap_counts_nothing() {
        let (sum, allocations) = allocations(|| (1..=10).sum::<u32>());
        assert_eq!((sum, allocations), (55, Allocations::default()));
    }

    #[test]
    fn blocks_bytes_and_the_peak_are_counted() {
        let (kept, counted) = allocations(|| {
            let first = vec![0_u8; 1000];
            drop(first);
            vec![0_u8; 600]
        });
        assert_eq!(counted, Allocations { count: 2, bytes: 1600, peak_bytes: 1000, kept_bytes: 600 });
        let ((), freed) = allocations(|| drop(kept));
        assert_eq!(freed, Allocations { kept_bytes: -600, ..Allocations::default() });
    }

    #[test]
    fn growing_counts_what_was_added() {
        let mut block = Vec::<u8>::with_capacity(100);
        let ((), counted) = allocations(|| block.reserve_exact(300));
        assert_eq!((counted.count, counted.bytes), (1, 200));
    }

    #[test]
    fn an_inner_measurement_does_not_disturb_the_outer_peak() {
        let (_, outer) = allocations(|| {
            drop(vec![0_u8; 5000]);
            allocations(|| vec![0_u8; 10])
        });
        assert_eq!(outer.peak_bytes, 5000);
    }

    #[test]
    fn other_threads_count_for_themselves() {
        let ((), counted) = allocations(|| {
            std::thread::scope(|scope| {
                scope.spawn(|| drop(vec![0_u8; 1_000_000]));
            });
        });
        assert!(counted.bytes < 1_000_000, "{counted:?}");
    }
}
