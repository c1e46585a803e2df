//! Networks of links at random, and a path that is as long as the graph is large: it takes most steps from anybody who
//! looks at the whole graph in each of them. Whoever asks for successors more often than the edges demand is found out.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload, digest};

use super::kata::{AdjacencyList, components, distances, topological_order};

type Edge = (usize, usize);

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("distances, network", "search", Growth::Linear, |size, random| {
            searches(graphs(size, || links(size, 2, random)))
        }),
        Workload::new("distances, long path", "search", Growth::Linear, |size, _| {
            searches(graphs(size, || path(size)))
        }),
        Workload::new("topological_order", "order", Growth::Linearithmic, orders),
        Workload::new("components", "search", Growth::Linear, pieces),
    ]
}

/// Several small graphs, or a large one: about as much memory, so that no size has all of it at hand.
fn graphs(size: usize, edges: impl FnMut() -> Vec<Edge>) -> Vec<AdjacencyList> {
    let lists = std::iter::repeat_with(edges).take(32_768_usize.div_ceil(size));
    lists.map(|edges| AdjacencyList::new(size, &edges)).collect()
}

/// From any node to any other, as many edges for each as `degree` says.
fn links(size: usize, degree: usize, random: &mut Random) -> Vec<Edge> {
    (0..degree * size).map(|edge| (edge / degree, random.usize(0..size))).collect()
}

/// From 0 to the last node, and from each node to the one before it.
fn path(size: usize) -> Vec<Edge> {
    (1..size).map(|node| ((node + 1) % size, node)).collect()
}

fn searches(graphs: Vec<AdjacencyList>) -> Prepared {
    let sum = |graph: &AdjacencyList| distances(graph, 0).into_iter().flatten().sum::<usize>() as u64;
    Prepared::repeated(graphs.len(), move || digest(graphs.iter().map(sum)))
}

/// All edges lead to larger numbers, until those are mixed up. Many orders are right, so only their length counts.
fn orders(size: usize, random: &mut Random) -> Prepared {
    let mut names: Vec<usize> = (0..size).collect();
    random.shuffle(&mut names);
    let graphs = graphs(size, || {
        let forward = links(size, 2, random).into_iter().filter(|(from, to)| from != to);
        forward.map(|(from, to)| (names[from.min(to)], names[from.max(to)])).collect()
    });
    let length = |graph: &AdjacencyList| topological_order(graph).map_or(0, |order| order.len() as u64);
    Prepared::repeated(graphs.len(), move || graphs.iter().map(length).sum())
}

/// With three edges for four nodes there is one large component, and many small ones.
fn pieces(size: usize, random: &mut Random) -> Prepared {
    let graphs = graphs(size, || links(size, 1, random).split_off(size / 4));
    let sum = |graph: &AdjacencyList| components(graph).into_iter().sum::<usize>() as u64;
    Prepared::repeated(graphs.len(), move || digest(graphs.iter().map(sum)))
}
