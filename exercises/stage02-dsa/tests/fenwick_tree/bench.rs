//! Totals of numbers that stay, and of numbers that change between two questions. Whoever keeps all sums answers at once
//! and rewrites them at each change; whoever keeps the numbers adds them up for each answer.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload};

use super::kata::FenwickTree;

const OPERATIONS: usize = 4000;
const TREES: usize = 16;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("range_sum", "question", Growth::Logarithmic, questions),
        Workload::new("select", "question", Growth::Logarithmic, selections),
        Workload::new("add and prefix_sum", "change or question", Growth::Logarithmic, changes),
        Workload::new("from_values", "tree", Growth::Linear, trees),
    ]
}

fn values(size: usize, random: &mut Random) -> Vec<u64> {
    (0..size).map(|_| random.u64(0..100)).collect()
}

fn questions(size: usize, random: &mut Random) -> Prepared {
    let tree = FenwickTree::from_values(values(size, random));
    let mut range = || {
        let (one, other) = (random.usize(0..=size), random.usize(0..=size));
        (one.min(other), one.max(other))
    };
    let ranges: Vec<(usize, usize)> = (0..OPERATIONS).map(|_| range()).collect();
    Prepared::repeated(OPERATIONS, move || ranges.iter().map(|&(start, end)| tree.range_sum(start..end)).sum())
}

/// As one draws by weight: any rank below the sum of all.
fn selections(size: usize, random: &mut Random) -> Prepared {
    let tree = FenwickTree::from_values(values(size, random));
    let all = tree.range_sum(0..size);
    let ranks: Vec<u64> = (0..OPERATIONS).map(|_| random.u64(0..all)).collect();
    Prepared::repeated(OPERATIONS, move || ranks.iter().filter_map(|&rank| tree.select(rank)).sum::<usize>() as u64)
}

fn changes(size: usize, random: &mut Random) -> Prepared {
    let mut tree = FenwickTree::from_values(values(size, random));
    let indices: Vec<usize> = (0..OPERATIONS).map(|_| random.usize(0..size)).collect();
    Prepared::repeated(2 * OPERATIONS, move || {
        let mut sum = 0_u64;
        for (place, &index) in indices.iter().enumerate() {
            tree.add(index, 1);
            sum = sum.wrapping_add(tree.prefix_sum(indices[OPERATIONS - 1 - place]));
        }
        sum
    })
}

fn trees(size: usize, random: &mut Random) -> Prepared {
    let lists: Vec<Vec<u64>> = (0..TREES).map(|_| values(size, random)).collect();
    let made = |lists: Vec<Vec<u64>>| lists.into_iter().map(FenwickTree::from_values).collect::<Vec<_>>();
    Prepared::consuming(TREES, lists, made, move |trees| trees.iter().map(|tree| tree.range_sum(size / 3..size)).sum())
}
