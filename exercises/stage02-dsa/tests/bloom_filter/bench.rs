//! The question that a filter is asked before every expensive step, for items that are there and, mostly, for items that
//! are not; insertion; and the same question of filters that are asked to be wrong ever more seldom, which takes more bits
//! but not more hashes.

use harness::bench::{Prepared, Random, Workload};
use harness::{Counted, Growth, count};

use super::kata::BloomFilter;

const ITEMS: usize = 10_000;
const RATE: f64 = 0.01;
const SIZES: [usize; 4] = [1 << 10, 1 << 13, 1 << 16, 1 << 19];

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("contains, none there", "contains", Growth::Constant, strangers).sizes(SIZES),
        Workload::new("contains, all there", "contains", Growth::Constant, members).sizes(SIZES),
        Workload::new("insert", "insert", Growth::Constant, insertion).sizes(SIZES),
        Workload::new("contains, one wrong in n", "contains", Growth::Constant, rates)
            .counting("hashes", hashes_at_a_rate),
    ]
}

fn filled(size: usize, rate: f64) -> BloomFilter {
    let mut filter = BloomFilter::new(size, rate);
    for item in 0..size as u64 {
        filter.insert(&item);
    }
    filter
}

/// How many pass depends on the filter's secret. That it is about as few as was asked for does not.
fn strangers(size: usize, random: &mut Random) -> Prepared {
    let filter = filled(size, RATE);
    let items: Vec<u64> = (0..ITEMS).map(|_| random.u64(size as u64..u64::MAX)).collect();
    Prepared::repeated(ITEMS, move || {
        let passed = items.iter().filter(|item| filter.contains(item)).count();
        u64::from(passed > ITEMS / 20)
    })
}

fn members(size: usize, random: &mut Random) -> Prepared {
    let filter = filled(size, RATE);
    let items: Vec<u64> = (0..ITEMS).map(|_| random.u64(0..size as u64)).collect();
    Prepared::repeated(ITEMS, move || items.iter().filter(|item| filter.contains(item)).count() as u64)
}

/// Fills a filter with as many items as it is made for.
fn insertion(size: usize, random: &mut Random) -> Prepared {
    let items: Vec<u64> = (0..size).map(|_| random.u64(..)).collect();
    let first = items[0];
    let fill = move |items: Vec<u64>| {
        let mut filter = BloomFilter::new(size, RATE);
        for item in items {
            filter.insert(&item);
        }
        filter
    };
    Prepared::consuming(size, items, fill, move |filter| u64::from(filter.contains(&first)))
}

/// As many items for any rate; the size is what the rate is one in.
fn rates(size: usize, random: &mut Random) -> Prepared {
    let filter = filled(ITEMS, one_in(size));
    let items: Vec<u64> = (0..ITEMS).map(|_| random.u64(0..ITEMS as u64)).collect();
    Prepared::repeated(ITEMS, move || items.iter().filter(|item| filter.contains(item)).count() as u64)
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn one_in(size: usize) -> f64 {
    1.0 / size as f64
}

fn hashes_at_a_rate(size: usize) -> u64 {
    let mut filter = BloomFilter::new(100, one_in(size));
    filter.insert(&Counted(1_u64));
    count(|| filter.contains(&Counted(1_u64))).1.hashes
}
