//! caught by: tests::behaviour::a_node_belongs_to_whom_the_search_comes_from, tests::properties::depth_first_agrees_with_a_recursive_search
//! A breadth-first search with a stack for its queue: a node is marked when it is put there, and stays where it lies.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::mem;

pub trait Graph {
    fn node_count(&self) -> usize;

    fn successors(&self, node: usize) -> impl Iterator<Item = usize>;
}

pub struct AdjacencyList {
    starts: Vec<usize>,
    targets: Vec<usize>,
}

impl AdjacencyList {
    pub fn new(node_count: usize, edges: &[(usize, usize)]) -> Self {
        let mut starts = vec![0; node_count + 1];
        for &(from, _) in edges {
            starts[from] += 1;
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut targets = vec![0; edges.len()];
        for &(from, to) in edges.iter().rev() {
            starts[from] -= 1;
            targets[starts[from]] = to;
        }
        Self { starts, targets }
    }
}

impl Graph for AdjacencyList {
    fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    fn successors(&self, node: usize) -> impl Iterator<Item = usize> {
        self.targets[self.starts[node]..self.starts[node + 1]].iter().copied()
    }
}

pub fn distances(graph: &impl Graph, start: usize) -> Vec<Option<usize>> {
    let mut distances = vec![None; graph.node_count()];
    distances[start] = Some(0);
    let mut queue = VecDeque::from([(start, 0)]);
    while let Some((node, distance)) = queue.pop_front() {
        for next in graph.successors(node) {
            if distances[next].is_none() {
                distances[next] = Some(distance + 1);
                queue.push_back((next, distance + 1));
            }
        }
    }
    distances
}

pub struct DepthFirst {
    pub preorder: Vec<usize>,
    pub postorder: Vec<usize>,
}

pub fn depth_first(graph: &impl Graph) -> DepthFirst {
    enum Step {
        Enter(usize),
        Leave(usize),
    }
    let mut seen = vec![false; graph.node_count()];
    let mut orders = DepthFirst { preorder: Vec::new(), postorder: Vec::new() };
    for root in 0..graph.node_count() {
        if mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) => {
                    orders.preorder.push(node);
                    steps.push(Step::Leave(node));
                    let found: Vec<usize> =
                        graph.successors(node).filter(|&next| !mem::replace(&mut seen[next], true)).collect();
                    steps.extend(found.into_iter().rev().map(Step::Enter));
                }
                Step::Leave(node) => orders.postorder.push(node),
            }
        }
    }
    orders
}

pub fn components(graph: &impl Graph) -> Vec<usize> {
    let node_count = graph.node_count();
    let turned: Vec<(usize, usize)> =
        (0..node_count).flat_map(|node| graph.successors(node).map(move |next| (next, node))).collect();
    let turned = AdjacencyList::new(node_count, &turned);
    let mut numbers = vec![None; node_count];
    let mut unused = 0..;
    let mut pending = Vec::new();
    for smallest in 0..node_count {
        if numbers[smallest].is_some() {
            continue;
        }
        let number = unused.next();
        numbers[smallest] = number;
        pending.push(smallest);
        while let Some(node) = pending.pop() {
            for neighbour in graph.successors(node).chain(turned.successors(node)) {
                if numbers[neighbour].is_none() {
                    numbers[neighbour] = number;
                    pending.push(neighbour);
                }
            }
        }
    }
    numbers.into_iter().flatten().collect()
}

pub struct Cycle {
    pub nodes: Vec<usize>,
}

pub fn topological_order(graph: &impl Graph) -> Result<Vec<usize>, Cycle> {
    let node_count = graph.node_count();
    let mut open_edges = vec![0_usize; node_count];
    for next in (0..node_count).flat_map(|node| graph.successors(node)) {
        open_edges[next] += 1;
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..node_count).filter(|&node| open_edges[node] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(node_count);
    while let Some(Reverse(node)) = ready.pop() {
        order.push(node);
        for next in graph.successors(node) {
            open_edges[next] -= 1;
            if open_edges[next] == 0 {
                ready.push(Reverse(next));
            }
        }
    }
    if order.len() == node_count { Ok(order) } else { Err(cycle_among(graph, &open_edges)) }
}

fn cycle_among(graph: &impl Graph, open_edges: &[usize]) -> Cycle {
    let is_left = |node: usize| open_edges[node] > 0;
    let mut previous = vec![0; open_edges.len()];
    let mut node = 0;
    for from in (0..open_edges.len()).filter(|&from| is_left(from)) {
        node = from;
        for to in graph.successors(from) {
            previous[to] = from;
        }
    }
    let mut steps = Vec::new();
    let mut seen = vec![false; open_edges.len()];
    while !mem::replace(&mut seen[node], true) {
        steps.push(node);
        node = previous[node];
    }
    let mut nodes: Vec<usize> = steps.into_iter().skip_while(|&step| step != node).collect();
    nodes.reverse();
    Cycle { nodes }
}
