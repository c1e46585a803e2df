//! Lookups of keys that are there and of keys that are not, in tables that are five sixths full, where open addressing
//! has to show what it can do; a table of sessions, whose keys come and go while its size stays; and growth from nothing.

use harness::bench::{Prepared, Random, Workload};
use harness::{Counted, Growth, count};

use super::kata::Map;

const GETS: usize = 10_000;
const SIZES: [usize; 4] = [1700, 6800, 27_200, 108_800];

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("get, all there", "get", Growth::Constant, |size, random| gets(size, random, 0))
            .sizes(SIZES)
            .counting("equalities and hashes", |size| cost_of_gets(size, 0)),
        Workload::new("get, none there", "get", Growth::Constant, |size, random| gets(size, random, size as u64))
            .sizes(SIZES)
            .counting("equalities and hashes", |size| cost_of_gets(size, size as u64)),
        Workload::new("remove and insert", "pair", Growth::Constant, churn).sizes(SIZES),
        Workload::new("insert into an empty map", "insert", Growth::Constant, growth).sizes(SIZES),
    ]
}

fn filled(size: usize) -> Map<u64, u64> {
    let mut map = Map::new();
    for key in 0..size as u64 {
        map.insert(key, key * 3);
    }
    map
}

/// The keys of the map and as many others, those from `first` on.
fn gets(size: usize, random: &mut Random, first: u64) -> Prepared {
    let map = filled(size);
    let keys: Vec<u64> = (0..GETS).map(|_| first + random.u64(0..size as u64)).collect();
    Prepared::repeated(GETS, move || keys.iter().filter_map(|key| map.get(key)).sum())
}

/// The oldest key goes and a new one comes, in every run for keys that were never seen before.
fn churn(size: usize, _: &mut Random) -> Prepared {
    let mut map = filled(size);
    let size = size as u64;
    let mut next = size;
    Prepared::repeated(GETS, move || {
        let mut sum = 0;
        for _ in 0..GETS {
            sum += map.remove(&(next - size)).unwrap_or(0);
            map.insert(next, next * 3);
            next += 1;
        }
        sum
    })
}

fn growth(size: usize, random: &mut Random) -> Prepared {
    let keys: Vec<u64> = (0..size).map(|_| random.u64(..)).collect();
    let fill = |keys: Vec<u64>| {
        let mut map = Map::new();
        for key in keys {
            map.insert(key, key);
        }
        map
    };
    Prepared::consuming(size, keys, fill, |map| map.len() as u64)
}

/// The cost of one get among the keys from `first` on, rounded.
fn cost_of_gets(size: usize, first: u64) -> u64 {
    let mut map = Map::new();
    for key in 0..size as u64 {
        map.insert(Counted(key), key);
    }
    let ((), counts) = count(|| {
        for key in (0..size as u64).step_by(size / 64) {
            map.get(&Counted(first + key));
        }
    });
    (counts.equalities + counts.hashes) / 64
}
