//! A whole sort of numbers in no order, which is what a merge sort is judged by, and of the two inputs that come from
//! work: logs of several servers one behind the other, and a sorted table with new rows at its end.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::merge_sort_by;

const SERVERS: usize = 8;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("numbers in no order", "sort", Growth::Linearithmic, |size, random| {
            sorting(scrambled(size, random))
        })
        .sizes([1 << 10, 1 << 12, 1 << 14, 1 << 16])
        .counting("comparisons", |size| comparisons(scrambled(size, &mut Random::with_seed(1)))),
        Workload::new("8 ascending runs", "sort", Growth::Linear, |size, random| sorting(logs(size, random)))
            .sizes([1 << 10, 1 << 12, 1 << 14, 1 << 16])
            .counting("comparisons", |size| comparisons(logs(size, &mut Random::with_seed(1)))),
        Workload::new("ascending, 1 % new at the end", "sort", Growth::Linearithmic, |size, random| {
            sorting(table(size, random))
        })
        .sizes([1 << 10, 1 << 12, 1 << 14, 1 << 16])
        .counting("comparisons", |size| comparisons(table(size, &mut Random::with_seed(1)))),
    ]
}

fn scrambled(size: usize, random: &mut Random) -> Vec<u64> {
    (0..size).map(|_| random.u64(..)).collect()
}

fn logs(size: usize, random: &mut Random) -> Vec<u64> {
    let mut numbers = scrambled(size, random);
    numbers.chunks_mut(size / SERVERS).for_each(<[u64]>::sort_unstable);
    numbers
}

fn table(size: usize, random: &mut Random) -> Vec<u64> {
    let mut numbers = scrambled(size, random);
    numbers[..size - size / 100].sort_unstable();
    numbers
}

fn sorting(numbers: Vec<u64>) -> Prepared {
    let sorted = |mut numbers: Vec<u64>| {
        merge_sort_by(&mut numbers, u64::cmp);
        numbers
    };
    Prepared::consuming(1, numbers, sorted, |numbers| digest(numbers.iter().copied()))
}

fn comparisons(numbers: Vec<u64>) -> u64 {
    let mut numbers: Vec<Counted<u64>> = numbers.into_iter().map(Counted).collect();
    count(|| merge_sort_by(&mut numbers, Counted::cmp)).1.comparisons
}
