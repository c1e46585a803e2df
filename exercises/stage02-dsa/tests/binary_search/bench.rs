//! Lookups of keys that nobody can guess: where each belongs in an index, and which rows of a column of a few values
//! have it. The second is where those who walk along equals are found out.

use harness::bench::{Prepared, Random, Workload};
use harness::{Counted, Growth, count};

use super::kata::{equal_range, lower_bound};

/// More than a processor can learn by heart when the same searches are run again.
const SEARCHES: usize = 1 << 14;
/// How many values are in a column of many rows.
const VALUES: u64 = 16;

pub fn workloads() -> Vec<Workload> {
    let sizes = [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18];
    vec![
        Workload::new("lower_bound, distinct keys", "search", Growth::Logarithmic, distinct)
            .sizes(sizes)
            .counting("comparisons", cost_of_distinct),
        Workload::new("equal_range, 16 values", "search", Growth::Logarithmic, repeated)
            .sizes(sizes)
            .counting("comparisons", cost_of_repeated),
    ]
}

/// Each second number is there.
fn index(size: usize) -> impl Iterator<Item = u64> {
    (0..size as u64).map(|row| 2 * row + 1)
}

fn column(size: usize) -> impl Iterator<Item = u64> {
    (0..size as u64).map(move |row| row * VALUES / size as u64)
}

fn distinct(size: usize, random: &mut Random) -> Prepared {
    let index: Vec<u64> = index(size).collect();
    let keys: Vec<u64> = (0..SEARCHES).map(|_| random.u64(..2 * size as u64)).collect();
    Prepared::repeated(SEARCHES, move || keys.iter().map(|key| lower_bound(&index, key) as u64).sum())
}

fn repeated(size: usize, random: &mut Random) -> Prepared {
    let column: Vec<u64> = column(size).collect();
    let keys: Vec<u64> = (0..SEARCHES).map(|_| random.u64(..VALUES)).collect();
    Prepared::repeated(SEARCHES, move || {
        let ranges = keys.iter().map(|key| equal_range(&column, key));
        ranges.map(|range| (range.start * 3 + range.end) as u64).sum()
    })
}

fn cost_of_distinct(size: usize) -> u64 {
    let index: Vec<Counted<u64>> = index(size).map(Counted).collect();
    let cost = |key| count(|| lower_bound(&index, &Counted(key))).1.comparisons;
    (0..64).map(|part| cost(part * size as u64 / 32)).sum::<u64>() / 64
}

fn cost_of_repeated(size: usize) -> u64 {
    let column: Vec<Counted<u64>> = column(size).map(Counted).collect();
    let cost = |key| count(|| equal_range(&column, &Counted(key))).1.comparisons;
    (0..VALUES).map(cost).sum::<u64>() / VALUES
}
