//! A whole stream and one look at its largest values: in no order, where hardly a value gets in; rising, where each
//! does; and rising with a k that grows as the stream does, where a list kept in order moves thousands for each value.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::TopK;

const FEW: usize = 100;
/// How many times as many values come as are kept, where k grows.
const ROUNDS: usize = 4;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("top 100, no order", "push", Growth::Constant, |size, random| {
            ranking(scrambled(size, random), FEW)
        })
        .counting("comparisons", |size| comparisons(scrambled(size, &mut Random::with_seed(1)), FEW)),
        Workload::new("top 100, rising", "push", Growth::Constant, |size, _| ranking(rising(size), FEW))
            .counting("comparisons", |size| comparisons(rising(size), FEW)),
        Workload::new("a quarter is kept, rising", "push", Growth::Logarithmic, |size, _| {
            ranking(rising(size), size / ROUNDS)
        })
        .counting("comparisons", |size| comparisons(rising(size), size / ROUNDS)),
    ]
}

fn scrambled(size: usize, random: &mut Random) -> Vec<u64> {
    (0..size).map(|_| random.u64(..)).collect()
}

fn rising(size: usize) -> Vec<u64> {
    (0..size as u64).collect()
}

fn ranked<T: Ord>(values: impl IntoIterator<Item = T>, k: usize) -> TopK<T> {
    let mut top = TopK::new(k);
    for value in values {
        top.push(value);
    }
    top
}

fn ranking(values: Vec<u64>, k: usize) -> Prepared {
    Prepared::repeated(values.len(), move || digest(ranked(values.iter().copied(), k).largest().into_iter().copied()))
}

fn comparisons(values: Vec<u64>, k: usize) -> u64 {
    let size = values.len() as u64;
    let (_, counts) = count(|| ranked(values.into_iter().map(Counted), k).largest().len());
    (counts.comparisons + counts.equalities).div_ceil(size)
}
