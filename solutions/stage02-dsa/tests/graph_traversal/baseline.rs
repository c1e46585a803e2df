//! The `petgraph` crate: its `Bfs`, its `toposort`, which gives any order, and its `UnionFind` for components. Edges are
//! lists linked by numbers of 32 bits, to which more can be added at any time.

use petgraph::algo::{self, Cycle};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::Bfs;

pub struct AdjacencyList(DiGraph<(), ()>);

impl AdjacencyList {
    pub fn new(node_count: usize, edges: &[(usize, usize)]) -> Self {
        let mut graph = DiGraph::with_capacity(node_count, edges.len());
        for _ in 0..node_count {
            graph.add_node(());
        }
        graph.extend_with_edges(edges.iter().map(|&(from, to)| (NodeIndex::new(from), NodeIndex::new(to))));
        Self(graph)
    }
}

pub fn distances(graph: &AdjacencyList, start: usize) -> Vec<Option<usize>> {
    let mut distances = vec![None; graph.0.node_count()];
    distances[start] = Some(0);
    let mut search = Bfs::new(&graph.0, NodeIndex::new(start));
    let mut waiting = search.stack.len();
    while let Some(node) = search.next(&graph.0) {
        // What has come to the end of the queue was found from this node.
        for found in search.stack.range(waiting - 1..) {
            distances[found.index()] = distances[node.index()].map(|distance| distance + 1);
        }
        waiting = search.stack.len();
    }
    distances
}

pub fn components(graph: &AdjacencyList) -> Vec<usize> {
    let node_count = graph.0.node_count();
    let mut sets = UnionFind::new(node_count);
    for edge in graph.0.raw_edges() {
        sets.union(edge.source().index(), edge.target().index());
    }
    // The name of a set is any of its nodes: number them in the order in which they come.
    let mut numbers = vec![None; node_count];
    let mut unused = 0..;
    let names = sets.into_labeling();
    names
        .into_iter()
        .filter_map(|name| {
            numbers[name] = numbers[name].or_else(|| unused.next());
            numbers[name]
        })
        .collect()
}

pub fn topological_order(graph: &AdjacencyList) -> Result<Vec<NodeIndex>, Cycle<NodeIndex>> {
    algo::toposort(&graph.0, None)
}
