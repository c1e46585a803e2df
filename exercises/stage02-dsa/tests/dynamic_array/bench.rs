//! What a service does with its growable arrays: fills a list of jobs and empties it, in bursts, so that the block must
//! follow in both directions; puts jobs in the middle and takes them out again; and takes out all that are done, here and
//! there or in one piece.

use std::hint::black_box;

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Growth, allocations};

use super::kata::DynamicArray;

/// How often a list of jobs is filled and emptied in one run.
const BURSTS: usize = 4;
/// How often a value is inserted and removed again in one run.
const INSERTS: usize = 128;
/// Sizes for what is over in a moment at smaller ones.
const LARGE: [usize; 4] = [1 << 12, 1 << 14, 1 << 16, 1 << 18];

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("push and pop, in bursts", "push or pop", Growth::Constant, bursts)
            .counting("bytes asked for", cost_of_a_push),
        Workload::new("insert and remove, in the middle", "insert or remove", Growth::Linear, middle),
        Workload::new("retain, every other value", "retain", Growth::Linear, retaining).sizes(LARGE),
        Workload::new("drain, the middle half", "drain", Growth::Linear, draining).sizes(LARGE),
    ]
}

fn numbers(size: usize, random: &mut Random) -> Vec<u64> {
    (0..size).map(|_| random.u64(..)).collect()
}

fn array_of(numbers: &[u64]) -> DynamicArray<u64> {
    let mut array = DynamicArray::new();
    for &number in numbers {
        array.push(number);
    }
    array
}

fn digest_of(array: &DynamicArray<u64>) -> u64 {
    digest((0..array.len()).filter_map(|index| array.get(index).copied()))
}

fn bursts(size: usize, random: &mut Random) -> Prepared {
    let numbers = numbers(size, random);
    // From the largest block that came back, the heap learns how much to keep for whoever asks next. If it kept less than
    // a burst needs, the kernel would clear that memory anew in each burst, and there would be nothing else to see.
    drop(black_box(Vec::<[u64; 3]>::with_capacity(size)));
    Prepared::repeated(BURSTS * size * 2, move || {
        let mut array = DynamicArray::new();
        let mut sum = 0_u64;
        for _ in 0..BURSTS {
            for &number in &numbers {
                array.push(number);
            }
            while let Some(number) = array.pop() {
                sum = sum.rotate_left(1) ^ number;
            }
        }
        sum
    })
}

/// The array is as long after a run as it was before.
fn middle(size: usize, random: &mut Random) -> Prepared {
    let mut array = array_of(&numbers(size, random));
    Prepared::repeated(2 * INSERTS, move || {
        let mut sum = 0_u64;
        for number in 0..INSERTS as u64 {
            sum += u64::from(array.insert(size / 2, number).is_ok());
            sum += array.remove(size / 2).unwrap_or(0);
        }
        sum
    })
}

/// An array that each run gets anew, as it is after pushing.
struct Filled(DynamicArray<u64>);

impl Clone for Filled {
    fn clone(&self) -> Self {
        let numbers: Vec<u64> = (0..self.0.len()).filter_map(|index| self.0.get(index).copied()).collect();
        Self(array_of(&numbers))
    }
}

fn retaining(size: usize, random: &mut Random) -> Prepared {
    let full = Filled(array_of(&numbers(size, random)));
    let retain_even = |Filled(mut array)| {
        array.retain(|number| number % 2 == 0);
        array
    };
    Prepared::consuming(1, full, retain_even, digest_of)
}

fn draining(size: usize, random: &mut Random) -> Prepared {
    let full = Filled(array_of(&numbers(size, random)));
    let drain_half = move |Filled(mut array)| {
        let sum = array.drain(size / 4..size / 4 * 3).fold(0_u64, |sum, number| sum.rotate_left(1) ^ number);
        (array, sum)
    };
    Prepared::consuming(1, full, drain_half, |(array, sum)| digest_of(array) ^ sum)
}

fn cost_of_a_push(size: usize) -> u64 {
    let numbers = vec![7; size];
    let (_, asked) = allocations(|| array_of(&numbers));
    asked.bytes / size as u64
}
