//! A full cache under the two loads that it is built for: keys that are there, and keys as the web asks for them, a few of
//! them often and most of them once.

use harness::bench::{Prepared, Random, Workload};
use harness::{Counted, Growth, count};

use super::kata::Lru;

const GETS: usize = 1000;
const OFTEN: u64 = 500;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("get, all there", "get", Growth::Constant, hits).counting("equalities and hashes", cost_of_a_hit),
        Workload::new("get or put, skewed keys", "request", Growth::Constant, skewed),
    ]
}

fn full(capacity: usize) -> Lru<u64, u64, impl FnMut(u64, u64)> {
    let mut cache = Lru::new(capacity as u64, |_, _| ());
    for key in 0..capacity as u64 {
        cache.put(key, key * 3, 1);
    }
    cache
}

fn hits(size: usize, random: &mut Random) -> Prepared {
    let mut cache = full(size);
    let keys: Vec<u64> = (0..GETS).map(|_| random.u64(0..size as u64)).collect();
    Prepared::repeated(GETS, move || keys.iter().filter_map(|key| cache.get(key).copied()).sum())
}

/// Of eight requests seven go to a few keys. One goes to the next of twice as many keys as the cache holds, in turn, so
/// that it is never there, and something has to make room for it.
fn skewed(size: usize, random: &mut Random) -> Prepared {
    let mut cache = full(size);
    let often: Vec<u64> = (0..GETS).map(|_| random.u64(0..OFTEN)).collect();
    let mut seldom = (OFTEN..OFTEN + 2 * size as u64).cycle().skip(size);
    Prepared::repeated(GETS, move || {
        let mut sum = 0;
        for requests in often.chunks(8) {
            let once = seldom.next().unwrap_or_default();
            for &key in requests[1..].iter().chain([&once]) {
                if let Some(value) = cache.get(&key) {
                    sum += value;
                } else {
                    cache.put(key, key * 3, 1);
                }
            }
        }
        sum
    })
}

fn cost_of_a_hit(size: usize) -> u64 {
    let mut cache = Lru::new(size as u64, |_, _| ());
    for key in 0..size as u64 {
        cache.put(Counted(key), key, 1);
    }
    let ((), counts) = count(|| {
        for key in (0..size as u64).step_by(size / 64) {
            cache.get(&Counted(key));
        }
    });
    (counts.equalities + counts.hashes) / 64
}
