//! The timers of a busy server: the next one fires and is set anew, and many are put off before they fire. A heap that
//! must be searched for them shows in the second workload. The third one makes a heap of entries that come in descending
//! order, which is the worst for whoever pushes one after the other.

use harness::bench::{Prepared, Random, Workload};
use harness::{Counted, Growth, count};

use super::kata::{Handle, IndexedHeap};

const OPERATIONS: usize = 4000;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("pop and push", "pop or push", Growth::Logarithmic, timers)
            .counting("comparisons", cost_of_a_timer),
        Workload::new("change_key", "change", Growth::Logarithmic, changes),
        Workload::new("from_entries", "heap", Growth::Linear, heaps).counting("comparisons", cost_of_a_heap),
    ]
}

/// The smallest key leaves, and comes back with what is added to it: nobody knows where it will be next.
fn timers(size: usize, random: &mut Random) -> Prepared {
    let mut heap = IndexedHeap::new();
    for value in 0..size as u64 {
        heap.push(random.u64(..1 << 32), value);
    }
    let delays: Vec<u64> = (0..OPERATIONS).map(|_| random.u64(..1 << 32)).collect();
    Prepared::repeated(2 * OPERATIONS, move || {
        let mut sum = 0_u64;
        for delay in &delays {
            if let Some((key, value)) = heap.pop() {
                sum = sum.wrapping_add(key);
                heap.push(key + delay, value);
            }
        }
        sum
    })
}

/// Entries anywhere in the heap get other keys, and then others again, so that the next run changes as much.
fn changes(size: usize, random: &mut Random) -> Prepared {
    let (mut heap, handles) = IndexedHeap::from_entries((0..size).map(|value| (random.u32(..), value)).collect());
    let chosen: Vec<Handle> = (0..OPERATIONS).map(|_| handles[random.usize(0..size)]).collect();
    let keys: Vec<u32> = (0..2 * OPERATIONS).map(|_| random.u32(..)).collect();
    Prepared::repeated(2 * OPERATIONS, move || {
        let changes = chosen.iter().cycle().zip(&keys);
        changes.filter_map(|(&handle, &key)| heap.change_key(handle, key)).map(u64::from).sum()
    })
}

fn heaps(size: usize, _random: &mut Random) -> Prepared {
    Prepared::consuming(1, descending(size), IndexedHeap::from_entries, |(heap, handles)| {
        heap.peek().map_or(0, |(key, value)| key ^ value) ^ handles.len() as u64
    })
}

fn descending(size: usize) -> Vec<(u64, u64)> {
    (0..size as u64).map(|value| (3 * (size as u64 - value), value)).collect()
}

fn cost_of_a_timer(size: usize) -> u64 {
    let mut heap = IndexedHeap::new();
    for key in 0..size {
        heap.push(Counted(key * 2741 % size), ());
    }
    let ((), counts) = count(|| {
        for _ in 0..64 {
            if let Some((Counted(key), ())) = heap.pop() {
                heap.push(Counted(key + size / 2), ());
            }
        }
    });
    counts.comparisons / 128
}

fn cost_of_a_heap(size: usize) -> u64 {
    let entries: Vec<(Counted<u64>, u64)> =
        descending(size).into_iter().map(|(key, value)| (Counted(key), value)).collect();
    let (_heap, counts) = count(|| IndexedHeap::from_entries(entries));
    counts.comparisons
}
