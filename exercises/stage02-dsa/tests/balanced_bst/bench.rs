//! Maps whose keys came in no order: each entry is somewhere else in memory, and to wait for memory is what a
//! search tree does most. A lookup, changes, places and pages are timed. Lookups are counted in a map whose keys came in
//! ascending order, which makes a list of a tree that is never balanced.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::OrderedMap;

const OPERATIONS: usize = 4000;
/// How many entries a page has.
const PAGE: usize = 100;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("get", "get", Growth::Logarithmic, lookups).counting("comparisons", cost_of_a_get),
        Workload::new("insert and remove", "change", Growth::Logarithmic, changes),
        Workload::new("rank and select", "question", Growth::Logarithmic, places),
        Workload::new("range of 100 entries", "range", Growth::Logarithmic, pages),
    ]
}

/// Several small maps, or a large one: about as much memory, so that no size has all of it at hand. Their keys are the
/// even ones below twice the size, inserted in no order.
fn maps(size: usize, random: &mut Random) -> Vec<OrderedMap<u64, u64>> {
    let mut keys: Vec<u64> = (0..size as u64).map(|key| 2 * key).collect();
    let mut map = || {
        random.shuffle(&mut keys);
        let mut map = OrderedMap::new();
        for key in &keys {
            map.insert(*key, key * 3);
        }
        map
    };
    (0..16_384_usize.div_ceil(size)).map(|_| map()).collect()
}

/// Some of the keys, each with the map that it is for.
fn some_keys(count: usize, maps: usize, size: usize, random: &mut Random) -> Vec<(usize, u64)> {
    (0..count).map(|_| (random.usize(0..maps), 2 * random.u64(0..size as u64))).collect()
}

fn lookups(size: usize, random: &mut Random) -> Prepared {
    let maps = maps(size, random);
    let keys = some_keys(OPERATIONS, maps.len(), size, random);
    Prepared::repeated(OPERATIONS, move || keys.iter().filter_map(|(map, key)| maps[*map].get(key)).sum())
}

/// New keys come, and then they go.
fn changes(size: usize, random: &mut Random) -> Prepared {
    let mut maps = maps(size, random);
    let keys = some_keys(OPERATIONS, maps.len(), size, random);
    Prepared::repeated(2 * OPERATIONS, move || {
        let known = keys.iter().filter_map(|(map, key)| maps[*map].insert(key + 1, *key)).count() as u64;
        known + keys.iter().filter_map(|(map, key)| maps[*map].remove(&(key + 1))).sum::<u64>()
    })
}

fn places(size: usize, random: &mut Random) -> Prepared {
    let maps = maps(size, random);
    let keys = some_keys(OPERATIONS, maps.len(), size, random);
    Prepared::repeated(2 * OPERATIONS, move || {
        let ranks = keys.iter().map(|(map, key)| maps[*map].rank(key) as u64);
        let selected = keys.iter().filter_map(|(map, key)| maps[*map].select((key / 2) as usize));
        ranks.sum::<u64>() + selected.map(|(key, _)| key).sum::<u64>()
    })
}

fn pages(size: usize, random: &mut Random) -> Prepared {
    let maps = maps(size, random);
    let starts = some_keys(OPERATIONS / PAGE, maps.len(), size, random);
    let page =
        |map: &OrderedMap<u64, u64>, start: u64| map.range(start..).take(PAGE).map(|(key, value)| key ^ value).sum();
    Prepared::repeated(starts.len(), move || digest(starts.iter().map(|&(map, start)| page(&maps[map], start))))
}

fn cost_of_a_get(size: usize) -> u64 {
    let mut map = OrderedMap::new();
    for key in 0..size {
        map.insert(Counted(key), ());
    }
    let (found, counts) =
        count(|| (0..size).step_by(size / 64).filter(|&key| map.get(&Counted(key)).is_some()).count());
    (counts.comparisons + counts.equalities) / found as u64
}
