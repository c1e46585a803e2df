//! caught by: tests::complexity::a_route_is_not_copied_at_every_step
//! Every entry of the heap carries its whole route: O(V²) bytes are copied along a line.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::error::Error;
use std::fmt;

pub trait Cost: Copy + Ord {
    const ZERO: Self;
    fn plus(self, other: Self) -> Option<Self>;
}

impl Cost for i64 {
    const ZERO: Self = 0;

    fn plus(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }
}

pub struct Graph<C> {
    edges: Vec<Vec<(u32, C)>>,
}

pub struct Path<C> {
    pub cost: C,
    pub nodes: Vec<u32>,
}

#[derive(Debug)]
pub enum GraphError {
    UnknownNode(u32),
    NegativeCost(usize),
}

impl<C: Cost> Graph<C> {
    pub fn new(node_count: u32, edges: &[(u32, u32, C)]) -> Result<Self, GraphError> {
        let mut lists = vec![Vec::new(); node_count as usize];
        for (position, &(from, to, cost)) in edges.iter().enumerate() {
            if from >= node_count {
                return Err(GraphError::UnknownNode(from));
            }
            if to >= node_count {
                return Err(GraphError::UnknownNode(to));
            }
            if cost < C::ZERO {
                return Err(GraphError::NegativeCost(position));
            }
            lists[from as usize].push((to, cost));
        }
        Ok(Self { edges: lists })
    }

    pub fn shortest_path(&self, from: u32, to: u32) -> Result<Option<Path<C>>, GraphError> {
        for node in [from, to] {
            if node as usize >= self.edges.len() {
                return Err(GraphError::UnknownNode(node));
            }
        }
        let mut settled = vec![false; self.edges.len()];
        let mut heap = BinaryHeap::from([Reverse((C::ZERO, vec![from]))]);
        while let Some(Reverse((cost, nodes))) = heap.pop() {
            let node = nodes[nodes.len() - 1];
            if node == to {
                return Ok(Some(Path { cost, nodes }));
            }
            if std::mem::replace(&mut settled[node as usize], true) {
                continue;
            }
            for &(next, step) in &self.edges[node as usize] {
                if let Some(total) = cost.plus(step).filter(|_| !settled[next as usize]) {
                    heap.push(Reverse((total, nodes.iter().copied().chain([next]).collect())));
                }
            }
        }
        Ok(None)
    }
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
