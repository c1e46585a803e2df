//! A queue as a server keeps one, the last so many lines of a log, and growth from nothing. Only what one thread does by
//! itself is timed: how long threads wait for each other is up to the system.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload, digest};

use super::kata::Ring;

const PUSHES: usize = 10_000;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("push and pop", "push and pop", Growth::Constant, push_and_pop),
        Workload::new("push_overwrite, full", "push", Growth::Constant, push_overwrite),
        Workload::new("push into an empty ring", "push", Growth::Constant, growth),
    ]
}

/// A queue that holds `size` elements all the time.
fn push_and_pop(size: usize, _: &mut Random) -> Prepared {
    let mut ring = filled(0..size as u64);
    Prepared::repeated(PUSHES, move || {
        let mut sum = 0;
        for value in 0..PUSHES as u64 {
            let _ = ring.push(value);
            sum += ring.pop().unwrap_or_default();
        }
        sum
    })
}

fn push_overwrite(size: usize, _: &mut Random) -> Prepared {
    let mut ring = Ring::fixed(size);
    Prepared::repeated(PUSHES, move || {
        (0..PUSHES as u64).map(|value| ring.push_overwrite(value).unwrap_or_default()).sum()
    })
}

fn filled(values: impl IntoIterator<Item = u64>) -> Ring<u64> {
    let mut ring = Ring::growable();
    for value in values {
        let _ = ring.push(value);
    }
    ring
}

fn growth(size: usize, random: &mut Random) -> Prepared {
    let values: Vec<u64> = (0..size).map(|_| random.u64(..)).collect();
    Prepared::consuming(size, values, filled, |ring| {
        let (first, second) = ring.as_slices();
        digest(first.iter().chain(second).copied())
    })
}
