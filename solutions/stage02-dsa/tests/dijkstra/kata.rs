//! Shortest paths by Dijkstra's algorithm.
//!
//! The frontier holds the nodes that were reached and whose edges were not yet looked at. Its cheapest node is final: any
//! other way to it leads through the frontier, where everything costs at least as much, and no edge makes a route
//! cheaper. That last half-sentence is why a negative cost is refused, and refused before any question is asked.
//!
//! `BinaryHeap` cannot make an entry cheaper that it already holds. So a node that becomes cheaper is pushed once more,
//! and its older, dearer entries are stale: they are recognised when they come up, and skipped. The heap holds at most
//! one entry an edge, and log E is at most 2 log V where edges are not doubled, so the bound stays O((V + E) log V).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::error::Error;
use std::fmt;

/// What a route costs: money, milliseconds, or anything else that is ordered and adds up.
///
/// Adding a cost that is not negative never gives less than before.
pub trait Cost: Copy + Ord {
    /// What it costs to stay where you are. Less than this is negative.
    const ZERO: Self;

    /// Both costs together; `None` when that is more than the type can hold. Such a route is no route.
    fn plus(self, other: Self) -> Option<Self>;
}

impl Cost for i64 {
    const ZERO: Self = 0;

    fn plus(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }
}

/// A directed graph with a cost on every edge.
///
/// The edges lie in one vector, those of one node side by side: two allocations whatever the size, and the inner loop
/// reads memory in order. This form is known as compressed sparse rows.
pub struct Graph<C> {
    /// The edges of `node` are `edges[starts[node]..starts[node + 1]]`, so there is one start more than nodes.
    starts: Vec<usize>,
    /// Where each edge leads, and what it costs.
    edges: Vec<(u32, C)>,
}

/// A cheapest route.
pub struct Path<C> {
    /// What all its edges cost together.
    pub cost: C,
    /// The nodes in the order of the route, both ends included.
    pub nodes: Vec<u32>,
}

/// Why a graph or a question about it was refused.
#[derive(Debug)]
pub enum GraphError {
    /// This number names no node of the graph.
    UnknownNode(u32),
    /// The edge at this position of the list costs less than nothing.
    NegativeCost(usize),
}

impl<C: Cost> Graph<C> {
    /// A graph with the nodes `0..node_count` and the edges `(from, to, cost)`.
    ///
    /// The first edge that is wrong is refused: for a node it names (`from` before `to`), then for its cost.
    pub fn new(node_count: u32, edges: &[(u32, u32, C)]) -> Result<Self, GraphError> {
        // A counting sort by the node that an edge leaves: count, add up, put in place.
        let mut starts = vec![0; node_count as usize + 1];
        for (position, &(from, to, cost)) in edges.iter().enumerate() {
            if let Some(unknown) = [from, to].into_iter().find(|&node| node >= node_count) {
                return Err(GraphError::UnknownNode(unknown));
            }
            if cost < C::ZERO {
                return Err(GraphError::NegativeCost(position));
            }
            starts[from as usize] += 1;
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        // Each start is now the end of its node's edges, and moves to the front by one for each edge that is put there.
        let mut placed = vec![(0, C::ZERO); edges.len()];
        for &(from, to, cost) in edges.iter().rev() {
            let start = &mut starts[from as usize];
            *start -= 1;
            placed[*start] = (to, cost);
        }
        Ok(Self { starts, edges: placed })
    }

    /// A cheapest route from one node to another; `None` when there is no route.
    ///
    /// The search ends when the target comes off the heap, not when it is first seen: until then it may become cheaper.
    pub fn shortest_path(&self, from: u32, to: u32) -> Result<Option<Path<C>>, GraphError> {
        let node_count = self.starts.len() - 1;
        if let Some(unknown) = [from, to].into_iter().find(|&node| node as usize >= node_count) {
            return Err(GraphError::UnknownNode(unknown));
        }
        let mut reached = vec![Reached { cost: C::ZERO, previous: NOT_REACHED }; node_count];
        reached[from as usize].previous = from;
        // The standard heap gives its largest entry first: reversed, that is the cheapest.
        let mut frontier = BinaryHeap::from([Reverse((C::ZERO, from))]);
        while let Some(Reverse((cost, node))) = frontier.pop() {
            if node == to {
                return Ok(Some(Path { cost, nodes: route(&reached, from, to) }));
            }
            if reached[node as usize].cost < cost {
                continue;
            }
            for &(next, step) in self.edges_of(node) {
                let Some(total) = cost.plus(step) else { continue };
                // Strictly cheaper: among equals the first stays, so that a cycle without cost cannot lead back to itself.
                let known = &mut reached[next as usize];
                if known.previous == NOT_REACHED || total < known.cost {
                    *known = Reached { cost: total, previous: node };
                    frontier.push(Reverse((total, next)));
                }
            }
        }
        Ok(None)
    }

    fn edges_of(&self, node: u32) -> &[(u32, C)] {
        &self.edges[self.starts[node as usize]..self.starts[node as usize + 1]]
    }
}

/// In place of a node: no graph has one of this number, since it would have one node more than can be counted. A cost as
/// the mark would be mistaken for a route that really costs so much, and an `Option` would make a [`Reached`] half as
/// large again: what is read for every edge should be small.
const NOT_REACHED: u32 = u32::MAX;

/// The cheapest way known to a node.
#[derive(Clone, Copy)]
struct Reached<C> {
    cost: C,
    /// The node before it on that way; of the first node, itself; or [`NOT_REACHED`].
    previous: u32,
}

/// Follows the way back to its first node. One number a node is all that a route costs until it is asked for.
fn route<C>(reached: &[Reached<C>], from: u32, to: u32) -> Vec<u32> {
    let mut nodes = vec![to];
    let mut node = to;
    while node != from {
        node = reached[node as usize].previous;
        nodes.push(node);
    }
    nodes.reverse();
    nodes
}

impl fmt::Display for GraphError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownNode(node) => write!(formatter, "there is no node {node}"),
            Self::NegativeCost(position) => write!(formatter, "edge {position} has a negative cost"),
        }
    }
}

impl Error for GraphError {}
