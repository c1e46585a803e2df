//! caught by: tests::behaviour::costs_add_up_as_long_as_the_sum_fits, tests::edge_cases::a_route_whose_cost_does_not_fit_is_no_route
//! Lets the sum wrap: a route that nobody can pay becomes negative, and so the cheapest of all.

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
        Some(self.wrapping_add(other))
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
        let mut best: Vec<Option<(C, u32)>> = vec![None; self.edges.len()];
        let mut heap = BinaryHeap::new();
        best[from as usize] = Some((C::ZERO, from));
        heap.push(Reverse((C::ZERO, from)));
        while let Some(Reverse((cost, node))) = heap.pop() {
            if node == to {
                return Ok(Some(Path { cost, nodes: route(&best, from, to) }));
            }
            if best[node as usize].is_some_and(|(known, _)| known < cost) {
                continue;
            }
            for &(next, step) in &self.edges[node as usize] {
                let Some(total) = cost.plus(step) else { continue };
                if best[next as usize].is_none_or(|(known, _)| total < known) {
                    best[next as usize] = Some((total, node));
                    heap.push(Reverse((total, next)));
                }
            }
        }
        Ok(None)
    }
}

fn route<C: Cost>(best: &[Option<(C, u32)>], from: u32, to: u32) -> Vec<u32> {
    let mut nodes = vec![to];
    let mut node = to;
    while node != from {
        node = best[node as usize].map_or(from, |(_, previous)| previous);
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
