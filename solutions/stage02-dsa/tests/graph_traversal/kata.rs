//! Graph traversal: four questions that are answered by looking at every node and every edge a fixed number of times.
//!
//! All of them keep the same two things: what was seen already, so that nothing is worked through twice and cycles come
//! to an end, and what is still to be looked at. Only the second differs: a queue finds the nearest first, a stack goes
//! on from what was found last, a heap gives the smallest. Each lies on the heap, none on the call stack, so a path of
//! a million nodes is a graph like any other.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::mem;

/// A directed graph whose nodes are `0..node_count()`.
pub trait Graph {
    /// How many nodes there are.
    fn node_count(&self) -> usize;

    /// Where the edges of `node` lead, one node an edge. To ask again gives the same again.
    fn successors(&self, node: usize) -> impl Iterator<Item = usize>;
}

/// A graph that keeps, for each node, the list of its successors.
///
/// The lists lie in one vector, one behind the other: two allocations whatever the size, and who goes through all
/// successors reads memory in order. This form is known as compressed sparse rows.
pub struct AdjacencyList {
    /// The successors of `node` are `targets[starts[node]..starts[node + 1]]`, so there is one start more than nodes.
    starts: Vec<usize>,
    targets: Vec<usize>,
}

impl AdjacencyList {
    /// A graph with the nodes `0..node_count` and the edges `(from, to)`. The successors of a node come in the order of
    /// its edges.
    pub fn new(node_count: usize, edges: &[(usize, usize)]) -> Self {
        // A counting sort by the node that an edge leaves: count, add up, put in place.
        let mut starts = vec![0; node_count + 1];
        for &(from, _) in edges {
            starts[from] += 1;
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        // Each start is now the end of its node's list, and moves to the front by one for each edge that is put there:
        // the last edge first, so that the first comes to stand in front.
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

/// How many edges each node is away from `start` on a shortest way; `None` where no way leads.
///
/// The queue holds nodes of at most two distances, the nearer ones in front: what is found from a node at distance d is
/// put behind all that are d away. So a node is first seen at its shortest distance, and marked in that moment: who
/// waits with the mark until the node leaves the queue puts it in once an edge.
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

/// All nodes of a graph, in the two orders of a depth-first search.
pub struct DepthFirst {
    /// In the order in which the search comes to them.
    pub preorder: Vec<usize>,
    /// In the order in which the search is done with them and with all that it found behind them.
    pub postorder: Vec<usize>,
}

/// Searches the whole graph depth first: from node 0, then from the smallest node not yet found, and so on. The
/// successors of a node are tried in the order in which the graph gives them.
///
/// The trail is what the call stack of a recursive search would be: the nodes from the root to where the search stands,
/// each with the successors that it has not tried yet. An iterator that remembers where it stopped is just that.
pub fn depth_first(graph: &impl Graph) -> DepthFirst {
    let node_count = graph.node_count();
    let mut seen = vec![false; node_count];
    let mut orders = DepthFirst { preorder: Vec::with_capacity(node_count), postorder: Vec::with_capacity(node_count) };
    let mut trail = Vec::new();
    for root in 0..node_count {
        let mut found = (!seen[root]).then_some(root);
        loop {
            if let Some(node) = found {
                seen[node] = true;
                orders.preorder.push(node);
                trail.push((node, graph.successors(node)));
            }
            let Some((node, untried)) = trail.last_mut() else { break };
            found = untried.find(|&next| !seen[next]);
            if found.is_none() {
                orders.postorder.push(*node);
                trail.pop();
            }
        }
    }
    orders
}

/// For each node the number of its component: nodes have the same number if edges connect them, in whichever direction.
/// Components are numbered from 0 on, in the order of their smallest nodes.
///
/// A graph can only be asked where edges lead. So they are written down once more the other way round; then each
/// component is flooded from its smallest node. In which order does not matter, and a stack is the simplest.
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
    // Each node has its number by now, so this drops none.
    numbers.into_iter().flatten().collect()
}

/// Why nodes have no topological order.
pub struct Cycle {
    /// Each has an edge to the next, and the last to the first. No node comes twice.
    pub nodes: Vec<usize>,
}

/// All nodes, each before its successors. Where several nodes could come next, the smallest does.
///
/// Kahn's algorithm: a node is ready when all edges to it come from nodes that are placed. An edge counts as often as
/// it is there, when it is added up and when it is taken off. The ready nodes wait in a heap, so that the smallest of
/// all comes next, not the smallest of those that became ready together: O(V log V + E).
pub fn topological_order(graph: &impl Graph) -> Result<Vec<usize>, Cycle> {
    let node_count = graph.node_count();
    let mut open_edges = vec![0_usize; node_count];
    for next in (0..node_count).flat_map(|node| graph.successors(node)) {
        open_edges[next] += 1;
    }
    // The standard heap gives its largest entry first: reversed, that is the smallest.
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

/// A cycle among the nodes that still have open edges, of which there is one at least.
///
/// Not all of them are in a cycle: some merely come after one. But an open edge comes from a node that was not placed
/// and so has an open edge itself. To step back along such edges never ends, so it comes to a node for the second time:
/// from there on, and no earlier, the steps are a cycle.
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
    // `node` is where the cycle closes. What was stepped over before it leads out of the cycle and is no part of it.
    let mut nodes: Vec<usize> = steps.into_iter().skip_while(|&step| step != node).collect();
    nodes.reverse();
    Cycle { nodes }
}
