//! What it takes to find a class when the workload itself takes nothing: here it only says how many steps it would have
//! taken. They are counted, since a dear workload must be run less often: all runs together take as much as those of a
//! cheap one.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload, digest};

use super::kata::classify;

/// How many workloads are judged in a run.
const WORKLOADS: usize = 8;

/// How many steps a run takes, by the price of the workload and the size of the run.
type Steps = fn(u64, u64) -> u64;

pub fn workloads() -> Vec<Workload> {
    let workload = |name, steps: Steps| {
        let prepare = move |price, _: &mut Random| prepared(price as u64, steps);
        Workload::new(name, "class", Growth::Constant, prepare)
            .counting("steps", move |price| all_steps(price as u64, steps))
    };
    vec![
        workload("a dear step for each element", |price, size| price * size),
        workload("a dear start, then quadratic", |price, size| price + size * size),
    ]
}

/// Several workloads in a run, of almost the same price. The number of a class is its place in the list.
fn prepared(price: u64, steps: Steps) -> Prepared {
    Prepared::repeated(WORKLOADS, move || {
        let prices = (price..).take(WORKLOADS);
        digest(prices.map(|price| classify(&mut |size| steps(price, size)) as u64))
    })
}

fn all_steps(price: u64, steps: Steps) -> u64 {
    let mut all = 0_u64;
    classify(&mut |size| {
        let steps = steps(price, size);
        all = all.saturating_add(steps);
        steps
    });
    all
}
