//! The rolling maximum of a series: with a window of a few values, where to look through all of them is fast as well;
//! with one of a thousand; and with one that is half as long as the series while values fall, so that none is ever
//! useless.

use std::num::NonZeroUsize;

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::window_max;

const FEW: usize = 10;
const MANY: usize = 1000;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("window of 10", "pass", Growth::Linear, |size, random| rolling(series(size, random), FEW))
            .sizes([1 << 10, 1 << 12, 1 << 14, 1 << 16])
            .counting("comparisons", |size| comparisons(size, FEW)),
        Workload::new("window of 1,000", "pass", Growth::Linear, |size, random| rolling(series(size, random), MANY))
            .sizes([1 << 11, 1 << 13, 1 << 15, 1 << 17]),
        Workload::new("half of it, falling", "pass", Growth::Linear, |size, _| rolling(falling(size), size / 2))
            .sizes([1 << 10, 1 << 12, 1 << 14, 1 << 16]),
    ]
}

fn series(size: usize, random: &mut Random) -> Vec<u64> {
    (0..size).map(|_| random.u64(..1_000_000)).collect()
}

fn falling(size: usize) -> Vec<u64> {
    (0..size as u64).rev().collect()
}

fn width(width: usize) -> NonZeroUsize {
    NonZeroUsize::new(width).unwrap_or(NonZeroUsize::MIN)
}

fn rolling(values: Vec<u64>, wide: usize) -> Prepared {
    let maxima = move |values: Vec<u64>| window_max(&values, width(wide));
    Prepared::consuming(1, values, maxima, |maxima| digest(maxima.iter().copied()))
}

fn comparisons(size: usize, wide: usize) -> u64 {
    let values: Vec<Counted<u64>> = series(size, &mut Random::with_seed(1)).into_iter().map(Counted).collect();
    count(|| window_max(&values, width(wide))).1.comparisons
}
