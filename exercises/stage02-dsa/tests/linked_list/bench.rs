//! What a list is chosen for, at its front and by its links: nothing moves when it is turned around or merged. And what
//! it costs: a walk goes from node to node, wherever the heap has put them.

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::List;

const PUSHES: usize = 1000;
/// How often a run walks or reverses: once is too quick for a clock.
const TIMES: usize = 16;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("push and pop", "push and pop", Growth::Constant, push_and_pop),
        Workload::new("walk", "walk", Growth::Linear, walk),
        Workload::new("reverse", "reversal", Growth::Linear, reverse),
        Workload::new("merge", "merge", Growth::Linear, merge).counting("comparisons", cost_of_a_merge),
    ]
}

/// A list that can be copied, so that each run gets its own.
struct Copied(List<u64>);

impl Clone for Copied {
    fn clone(&self) -> Self {
        Self(self.0.iter().copied().collect())
    }
}

fn push_and_pop(size: usize, _: &mut Random) -> Prepared {
    let mut list: List<u64> = (0..size as u64).collect();
    Prepared::repeated(PUSHES, move || {
        for value in 0..PUSHES as u64 {
            list.push(value);
        }
        digest((0..PUSHES).filter_map(|_| list.pop()))
    })
}

fn walk(size: usize, random: &mut Random) -> Prepared {
    let list: List<u64> = (0..size).map(|_| random.u64(0..1000)).collect();
    Prepared::repeated(TIMES, move || (0..TIMES).map(|_| list.iter().sum::<u64>()).sum())
}

fn reverse(size: usize, _: &mut Random) -> Prepared {
    let mut list: List<u64> = (0..size as u64).collect();
    Prepared::repeated(TIMES, move || {
        let fronts = (0..TIMES).map(|_| {
            list.reverse();
            list.peek().copied().unwrap_or_default()
        });
        digest(fronts)
    })
}

/// Two lists of half the size each, in which the smaller values are here for a while and then there, as in two logs. In
/// an order by chance the copies would be strewn over the heap more and more from run to run.
fn merge(size: usize, _: &mut Random) -> Prepared {
    let stretch = size as u64 / 16;
    let lists = [0, 1].map(|half| Copied((0..size as u64).filter(|value| value / stretch % 2 == half).collect()));
    let merge = |[mut list, other]: [Copied; 2]| {
        list.0.merge(other.0);
        list
    };
    Prepared::consuming(1, lists, merge, |list| digest(list.0.iter().copied()))
}

fn cost_of_a_merge(size: usize) -> u64 {
    let half = |first: u64| (first..size as u64).step_by(2).map(Counted).collect::<List<Counted<u64>>>();
    let (mut list, other) = (half(0), half(1));
    count(|| list.merge(other)).1.comparisons
}
