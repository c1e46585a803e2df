//! The median of latencies in no order, and the shapes of input that make a careless selection quadratic: sorted
//! values, and counts of retries, of which nine in ten are 0. Comparisons are counted as well, since sorting is not so
//! much slower that time alone would show it.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::select_nth_by;

/// Chance has a say in how much is compared. The mean of so many selections is steady.
const SELECTIONS: u64 = 32;

pub fn workloads() -> Vec<Workload> {
    vec![
        workload("median, no order", scrambled),
        workload("median, ascending", |size, _| (0..size as u64).collect()),
        workload("median, mostly equal", |size, random| {
            (0..size).map(|_| random.u64(..10).saturating_sub(8)).collect()
        }),
    ]
}

fn workload(name: &'static str, input: fn(usize, &mut Random) -> Vec<u64>) -> Workload {
    Workload::new(name, "selection", Growth::Linear, move |size, random| selecting(input(size, random)))
        .counting("comparisons", move |size| comparisons(size, input))
}

fn scrambled(size: usize, random: &mut Random) -> Vec<u64> {
    (0..size).map(|_| random.u64(..)).collect()
}

/// What stands before the median is in any order, but its sum is not.
fn selecting(numbers: Vec<u64>) -> Prepared {
    let middle = numbers.len() / 2;
    let selected = move |mut numbers: Vec<u64>| {
        select_nth_by(&mut numbers, middle, u64::cmp);
        numbers
    };
    Prepared::consuming(1, numbers, selected, move |numbers| {
        let less = numbers[..middle].iter().fold(0, |sum: u64, &number| sum.wrapping_add(number));
        digest([numbers[middle], less])
    })
}

fn comparisons(size: usize, input: fn(usize, &mut Random) -> Vec<u64>) -> u64 {
    let select = |seed| {
        let mut numbers: Vec<Counted<u64>> =
            input(size, &mut Random::with_seed(seed)).into_iter().map(Counted).collect();
        count(|| select_nth_by(&mut numbers, size / 2, Counted::cmp).0).1.comparisons
    };
    (0..SELECTIONS).map(select).sum::<u64>() / SELECTIONS
}
