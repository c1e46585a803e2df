//! Shortest paths: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;

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
        todo!("add {self} and {other}, if the sum fits")
    }
}

/// A directed graph with a cost on every edge. Give it the fields that it needs.
pub struct Graph<C> {
    fields: PhantomData<C>,
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
        todo!("check and keep {} edges between {node_count} nodes", edges.len())
    }

    /// A cheapest route from one node to another; `None` when there is no route.
    pub fn shortest_path(&self, from: u32, to: u32) -> Result<Option<Path<C>>, GraphError> {
        let _ = self.fields;
        todo!("find a cheapest route from {from} to {to}")
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = formatter;
        todo!("say in a sentence what {self:?} means")
    }
}

impl Error for GraphError {}
