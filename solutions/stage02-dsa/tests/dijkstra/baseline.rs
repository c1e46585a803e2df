//! `dijkstra` of the `petgraph` crate, which keeps what it knows of a node in a hash table. It finds what a route costs,
//! and not which nodes it passes.

use petgraph::algo::{Measure, dijkstra};
use petgraph::graph::{DiGraph, NodeIndex};

pub struct Graph<C>(DiGraph<(), C>);

pub struct Path<C> {
    pub cost: C,
}

#[derive(Debug)]
pub struct UnknownNode;

impl<C: Measure + Copy> Graph<C> {
    /// The last node has an edge, or it is not known.
    pub fn new(node_count: u32, edges: &[(u32, u32, C)]) -> Result<Self, UnknownNode> {
        let graph = DiGraph::from_edges(edges);
        if graph.node_count() > node_count as usize { Err(UnknownNode) } else { Ok(Self(graph)) }
    }

    pub fn shortest_path(&self, from: u32, to: u32) -> Result<Option<Path<C>>, UnknownNode> {
        let (from, to) = (NodeIndex::from(from), NodeIndex::from(to));
        if from.max(to).index() >= self.0.node_count() {
            return Err(UnknownNode);
        }
        let costs = dijkstra(&self.0, from, Some(to), |edge| *edge.weight());
        Ok(costs.get(&to).map(|&cost| Path { cost }))
    }
}
