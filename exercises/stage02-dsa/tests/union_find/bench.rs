//! Links that come in at random, questions about whom they have connected, and batches of links that are undone. The
//! table is in memory: what is timed is how many rows an operation needs, and how far apart they are.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload};

use super::kata::{Row, UnionFind};

const SIZES: [usize; 4] = [1 << 10, 1 << 13, 1 << 16, 1 << 18];
const QUESTIONS: usize = 4000;
const BATCH: usize = 1000;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("union, random links", "union", Growth::Constant, unions).sizes(SIZES),
        Workload::new("connected, random pairs", "question", Growth::Constant, questions).sizes(SIZES),
        Workload::new("union and roll back", "union", Growth::Logarithmic, batches).sizes(SIZES),
    ]
}

fn pairs(size: usize, count: usize, random: &mut Random) -> Vec<(u32, u32)> {
    let most = u32::try_from(size).expect("a few elements");
    (0..count).map(|_| (random.u32(0..most), random.u32(0..most))).collect()
}

/// With as many random links as elements, most of them are in one large set, and a fifth is left over in small ones.
fn joined(table: Vec<Row>, links: &[(u32, u32)]) -> UnionFind<Vec<Row>> {
    let mut sets = UnionFind::new(table);
    for &(left, right) in links {
        sets.union(left, right);
    }
    sets
}

fn unions(size: usize, random: &mut Random) -> Prepared {
    let links = pairs(size, size, random);
    let table = vec![Row::default(); size];
    Prepared::consuming(size, table, move |table| joined(table, &links), |sets| u64::from(sets.set_count()))
}

fn questions(size: usize, random: &mut Random) -> Prepared {
    let mut sets = joined(vec![Row::default(); size], &pairs(size, size, random));
    let pairs = pairs(size, QUESTIONS, random);
    Prepared::repeated(QUESTIONS, move || {
        pairs.iter().filter(|&&(left, right)| sets.connected(left, right)).count() as u64
    })
}

/// Half as many links as elements leave sets of all sizes for the batch to join.
fn batches(size: usize, random: &mut Random) -> Prepared {
    let mut sets = joined(vec![Row::default(); size], &pairs(size, size / 2, random));
    let links = pairs(size, BATCH, random);
    Prepared::repeated(BATCH, move || {
        sets.checkpoint();
        let joined = links.iter().filter(|&&(left, right)| sets.union(left, right)).count() as u64;
        sets.roll_back();
        joined
    })
}
