//! Three graphs, and in each a route to the far end of it: a map, whose routes are long; a network, which is crossed in a
//! few steps; and a busy node that becomes cheaper again and again. Whoever works through it each time takes as many steps
//! as it has edges, squared.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload, digest};

use super::kata::Graph;

type Edge = (u32, u32, i64);

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("map", "route", Growth::Linearithmic, |size, random| routes(size, || map(size, random))),
        Workload::new("network", "route", Growth::Linearithmic, |size, random| routes(size, || network(size, random))),
        Workload::new("a busy node", "route", Growth::Linearithmic, |size, _| routes(size, || bargains(size))),
    ]
}

/// From the first node to the last, in several small graphs or a large one: about as much memory, so that no size has all
/// of it at hand.
fn routes(size: usize, edges: impl FnMut() -> Vec<Edge>) -> Prepared {
    let lists: Vec<Vec<Edge>> = std::iter::repeat_with(edges).take(16_384_usize.div_ceil(size)).collect();
    let last = lists[0].iter().map(|&(from, to, _)| from.max(to)).max().unwrap_or(0);
    let graphs: Vec<_> = lists.iter().filter_map(|edges| Graph::new(last + 1, edges).ok()).collect();
    Prepared::repeated(graphs.len(), move || {
        let paths = graphs.iter().filter_map(|graph| graph.shortest_path(0, last).ok().flatten());
        digest(paths.map(|path| path.cost.cast_unsigned()))
    })
}

/// Crossings in a square, and streets to both neighbours and back.
fn map(size: usize, random: &mut Random) -> Vec<Edge> {
    let width = u32::try_from(size.isqrt()).expect("a few nodes");
    let mut edges = Vec::new();
    for node in 0..width * width {
        let below = (node + width < width * width).then_some(node + width);
        let bewidth = ((node + 1) % width != 0).then_some(node + 1);
        for other in [below, bewidth].into_iter().flatten() {
            edges.push((node, other, random.i64(1..100)));
            edges.push((other, node, random.i64(1..100)));
        }
    }
    edges
}

/// Each node has a link to the next, and two to anywhere.
fn network(size: usize, random: &mut Random) -> Vec<Edge> {
    let last = u32::try_from(size - 1).expect("a few nodes");
    let next = (0..last).map(|node| (node, node + 1, 1000));
    let mut edges: Vec<Edge> = next.collect();
    edges.extend((0..2 * last).map(|link| (link / 2, random.u32(0..last), random.i64(1..100))));
    edges
}

/// A line, whose every node also leads to a busy one, and the later the cheaper. From there, edges lead to all that is
/// left. The busy node is reached once for each node of the line, before it is final.
fn bargains(size: usize) -> Vec<Edge> {
    let busy = u32::try_from(size / 2).expect("a few nodes");
    let line = (1..busy).map(|node| (node - 1, node, 1));
    let shortcuts = (0..busy).map(|node| (node, busy, 2 * i64::from(busy - node)));
    let rest = (1..busy).map(|node| (busy, busy + node, i64::from(busy)));
    line.chain(shortcuts).chain(rest).collect()
}
