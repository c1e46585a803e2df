//! A traversal is a loop, a list of what was seen, and a list of what is next. On a tree drawn on paper any version of
//! it works. These tests bring what paper leaves out: edges that come twice, edges that lead back to where they began,
//! nodes without any, a path that is deeper than the call stack, and a cycle with much around it that is not part of
//! it. Some graphs exist only as a rule, and some count how often they are asked.

use std::cell::Cell;

use harness::prelude::*;

use super::kata::{AdjacencyList, Graph, components, depth_first, distances, topological_order};

type Edge = (usize, usize);

/// Both orders of a depth-first search: first the preorder, then the postorder.
fn orders(graph: &impl Graph) -> (Vec<usize>, Vec<usize>) {
    let found = depth_first(graph);
    (found.preorder, found.postorder)
}

/// The topological order of a graph that has one. If the kata gives a cycle instead, that is shown.
fn order(graph: &impl Graph) -> Result<Vec<usize>, String> {
    topological_order(graph).map_err(|cycle| format!("the cycle {:?}", cycle.nodes))
}

/// What is wrong with the cycle that the kata gives for a graph with these edges. `None`: nothing is.
fn flaw_of_the_cycle(node_count: usize, edges: &[Edge], graph: &impl Graph) -> Option<String> {
    let nodes = match topological_order(graph) {
        Ok(order) => return Some(format!("no cycle was found, but the order {order:?}")),
        Err(cycle) => cycle.nodes,
    };
    let Some(&first) = nodes.first() else { return Some(String::from("the cycle has no nodes")) };
    let mut seen = vec![false; node_count];
    for (place, &node) in nodes.iter().enumerate() {
        if node >= node_count || std::mem::replace(&mut seen[node], true) {
            return Some(format!("node {node} is in the cycle {nodes:?} twice, or not in the graph"));
        }
        let next = nodes.get(place + 1).copied().unwrap_or(first);
        if !edges.contains(&(node, next)) {
            return Some(format!("the cycle {nodes:?} needs an edge from {node} to {next}"));
        }
    }
    None
}

/// The same for a graph that is made of these edges.
fn cycle_flaw(node_count: usize, edges: &[Edge]) -> Option<String> {
    flaw_of_the_cycle(node_count, edges, &AdjacencyList::new(node_count, edges))
}

/// Where a knight may go on a chess board whose squares are numbered row by row. No edge is kept in memory.
struct Knight {
    width: usize,
    height: usize,
}

impl Graph for Knight {
    fn node_count(&self) -> usize {
        self.width * self.height
    }

    fn successors(&self, node: usize) -> impl Iterator<Item = usize> {
        const JUMPS: [(isize, isize); 8] = [(-2, -1), (-2, 1), (-1, -2), (-1, 2), (1, -2), (1, 2), (2, -1), (2, 1)];
        let (row, column) = (node / self.width, node % self.width);
        JUMPS.into_iter().filter_map(move |(down, right)| {
            let row = row.checked_add_signed(down).filter(|&row| row < self.height)?;
            let column = column.checked_add_signed(right).filter(|&column| column < self.width)?;
            Some(row * self.width + column)
        })
    }
}

/// The path 0 → 1 → 2 → … of so many nodes.
fn path(node_count: usize) -> Vec<Edge> {
    (1..node_count).map(|node| (node - 1, node)).collect()
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn an_adjacency_list_gives_the_successors_in_the_order_of_the_edges() {
        let graph = AdjacencyList::new(4, &[(1, 3), (0, 2), (1, 0), (0, 1), (1, 2)]);
        assert_eq!(graph.node_count(), 4);
        let successors: Vec<Vec<usize>> = (0..4).map(|node| graph.successors(node).collect()).collect();
        assert_eq!(successors, [vec![2, 1], vec![3, 0, 2], vec![], vec![]]);
    }

    #[test]
    fn a_graph_may_be_asked_again() {
        let graph = AdjacencyList::new(3, &[(0, 1), (0, 2)]);
        let twice: Vec<usize> = graph.successors(0).chain(graph.successors(0)).collect();
        assert_eq!(twice, [1, 2, 1, 2]);
    }

    #[test]
    fn a_distance_is_the_number_of_edges() {
        let graph = AdjacencyList::new(6, &[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (5, 0)]);
        assert_eq!(distances(&graph, 0), [Some(0), Some(1), Some(1), Some(2), Some(3), None]);
        assert_eq!(distances(&graph, 3), [None, None, None, Some(0), Some(1), None]);
    }

    // Two edges lead to the last node one way, three the other. A stack goes the long way in one of the two graphs.
    #[test]
    fn the_shortest_way_counts_not_the_first_one_found() {
        let graph = AdjacencyList::new(5, &[(0, 1), (0, 2), (1, 4), (2, 3), (3, 4)]);
        assert_eq!(distances(&graph, 0), [Some(0), Some(1), Some(1), Some(2), Some(2)]);
        let graph = AdjacencyList::new(5, &[(0, 2), (0, 1), (1, 4), (2, 3), (3, 4)]);
        assert_eq!(distances(&graph, 0), [Some(0), Some(1), Some(1), Some(2), Some(2)]);
    }

    #[test]
    fn a_graph_may_be_a_rule() {
        let board = distances(&Knight { width: 8, height: 8 }, 0);
        let first_rows: Vec<usize> = board.iter().take(16).map(|distance| distance.unwrap_or(99)).collect();
        assert_eq!(first_rows, [0, 3, 2, 3, 2, 3, 4, 5, 3, 4, 1, 2, 3, 4, 3, 4]);
        assert_eq!(board.last(), Some(&Some(6)), "from one corner to the other");
        // On three by three squares a knight never comes to the one in the middle.
        let small = Knight { width: 3, height: 3 };
        assert_eq!(components(&small), [0, 0, 0, 0, 1, 0, 0, 0, 0]);
        assert_eq!(orders(&small).0, [0, 5, 6, 1, 8, 3, 2, 7, 4]);
    }

    #[test]
    fn depth_first_goes_on_from_what_it_found_last() {
        let graph = AdjacencyList::new(7, &[(0, 1), (0, 4), (1, 2), (1, 3), (4, 5), (4, 6)]);
        assert_eq!(orders(&graph), (vec![0, 1, 2, 3, 4, 5, 6], vec![2, 3, 1, 5, 6, 4, 0]));
    }

    #[test]
    fn depth_first_tries_successors_in_the_order_given() {
        let graph = AdjacencyList::new(5, &[(0, 3), (0, 1), (3, 4), (3, 2)]);
        assert_eq!(orders(&graph), (vec![0, 3, 4, 2, 1], vec![4, 2, 3, 1, 0]));
    }

    // Node 2 is seen from 0 first, as its second successor, and found from 1. To mark what is put on the stack, as one
    // does with a queue, leaves it where it lies, and the search is no longer depth first.
    #[test]
    fn a_node_belongs_to_whom_the_search_comes_from() {
        let graph = AdjacencyList::new(5, &[(0, 1), (0, 2), (1, 2), (2, 3), (1, 4)]);
        assert_eq!(orders(&graph), (vec![0, 1, 2, 3, 4], vec![3, 2, 4, 1, 0]));
    }

    #[test]
    fn depth_first_goes_on_until_all_nodes_are_found() {
        let graph = AdjacencyList::new(6, &[(4, 0), (2, 5), (5, 2), (1, 0)]);
        assert_eq!(orders(&graph), (vec![0, 1, 2, 5, 3, 4], vec![0, 1, 5, 2, 3, 4]));
    }

    // From 0 → 2 ← 1 nobody walks from 0 to 1. They are connected all the same.
    #[test]
    fn components_ignore_the_direction_of_edges() {
        assert_eq!(components(&AdjacencyList::new(3, &[(0, 2), (1, 2)])), [0, 0, 0]);
        assert_eq!(components(&AdjacencyList::new(5, &[(4, 0), (3, 1), (4, 2)])), [0, 1, 0, 1, 0]);
    }

    #[test]
    fn components_are_numbered_by_their_smallest_nodes() {
        let graph = AdjacencyList::new(9, &[(7, 1), (6, 0), (5, 3), (1, 4), (2, 6)]);
        assert_eq!(components(&graph), [0, 1, 0, 2, 1, 2, 0, 1, 3]);
    }

    #[test]
    fn each_node_is_ordered_before_its_successors() {
        let graph = AdjacencyList::new(5, &[(4, 3), (3, 2), (2, 1), (1, 0)]);
        assert_eq!(order(&graph), Ok(vec![4, 3, 2, 1, 0]));
    }

    // Node 0 becomes ready only when 1 is placed, and then goes before 2, which was ready from the start. Who orders
    // what is ready together, and then what became ready by that, gives 1, 2, 0.
    #[test]
    fn of_all_ready_nodes_the_smallest_comes_next() {
        assert_eq!(order(&AdjacencyList::new(3, &[(1, 0)])), Ok(vec![1, 0, 2]));
        let graph = AdjacencyList::new(7, &[(5, 1), (1, 0), (3, 6), (6, 2)]);
        assert_eq!(order(&graph), Ok(vec![3, 4, 5, 1, 0, 6, 2]));
    }

    // Two ways to the same node are no cycle, though the second way comes to a node that was seen.
    #[test]
    fn a_diamond_is_no_cycle() {
        let graph = AdjacencyList::new(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]);
        assert_eq!(order(&graph), Ok(vec![0, 1, 2, 3]));
        let graph = AdjacencyList::new(4, &[(3, 1), (3, 2), (1, 0), (2, 0), (3, 0)]);
        assert_eq!(order(&graph), Ok(vec![3, 1, 2, 0]));
    }

    #[test]
    fn a_cycle_is_shown_edge_by_edge() {
        assert_eq!(cycle_flaw(4, &[(2, 0), (0, 3), (3, 1), (1, 2)]), None);
        assert_eq!(cycle_flaw(6, &[(0, 1), (1, 0), (2, 3), (3, 4), (4, 2), (0, 2)]), None);
    }

    // 0 → 1 → 2 leads to the cycle and 4 → 5 → 6 out of it. Who is asked to mend it wants to see 2 → 3 → 4 → 2 alone.
    #[test]
    fn a_cycle_is_shown_without_what_is_around_it() {
        assert_eq!(cycle_flaw(7, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 2), (4, 5), (5, 6)]), None);
        // The same with the names turned round, so that nobody finds it by beginning at the right end.
        assert_eq!(cycle_flaw(7, &[(6, 5), (5, 4), (4, 3), (3, 2), (2, 4), (2, 1), (1, 0)]), None);
        // A cycle with a short cut: either of the two is a cycle, both together are not.
        assert_eq!(cycle_flaw(5, &[(0, 1), (1, 2), (2, 3), (3, 0), (1, 3), (3, 4)]), None);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    const LONG: usize = 200_000;

    #[test]
    fn a_graph_may_have_no_nodes() {
        let empty = AdjacencyList::new(0, &[]);
        assert_eq!(empty.node_count(), 0);
        assert_eq!(orders(&empty), (vec![], vec![]));
        assert_eq!(components(&empty), [0; 0]);
        assert_eq!(order(&empty), Ok(vec![]));
    }

    #[test]
    fn nodes_without_edges_are_nodes() {
        let graph = AdjacencyList::new(3, &[]);
        assert_eq!(distances(&graph, 1), [None, Some(0), None]);
        assert_eq!(orders(&graph), (vec![0, 1, 2], vec![0, 1, 2]));
        assert_eq!(components(&graph), [0, 1, 2]);
        assert_eq!(order(&graph), Ok(vec![0, 1, 2]));
    }

    #[test]
    fn parallel_edges_are_kept() {
        let graph = AdjacencyList::new(3, &[(0, 1), (0, 2), (0, 1), (2, 1)]);
        assert_eq!(graph.successors(0).collect::<Vec<_>>(), [1, 2, 1]);
        assert_eq!(distances(&graph, 0), [Some(0), Some(1), Some(1)]);
        assert_eq!(orders(&graph), (vec![0, 1, 2], vec![1, 2, 0]));
        assert_eq!(components(&graph), [0, 0, 0]);
    }

    // An edge that is counted once and taken off twice makes a node ready too early, or a number less than zero.
    #[test]
    fn parallel_edges_are_no_cycle() {
        assert_eq!(order(&AdjacencyList::new(2, &[(0, 1), (0, 1)])), Ok(vec![0, 1]));
        let graph = AdjacencyList::new(4, &[(1, 0), (1, 0), (3, 0), (2, 3), (2, 3)]);
        assert_eq!(order(&graph), Ok(vec![1, 2, 3, 0]));
        assert_eq!(cycle_flaw(3, &[(0, 1), (0, 1), (1, 2), (2, 1), (2, 1)]), None);
    }

    #[test]
    fn a_self_loop_is_an_edge() {
        let graph = AdjacencyList::new(3, &[(1, 1), (1, 2), (1, 1)]);
        assert_eq!(graph.successors(1).collect::<Vec<_>>(), [1, 2, 1]);
        assert_eq!(distances(&graph, 1), [None, Some(0), Some(1)]);
        assert_eq!(orders(&graph), (vec![0, 1, 2], vec![0, 2, 1]));
        assert_eq!(components(&graph), [0, 1, 1]);
    }

    #[test]
    fn a_self_loop_is_a_cycle_of_one_node() {
        let cycle = topological_order(&AdjacencyList::new(4, &[(0, 1), (1, 2), (2, 2), (2, 3)])).err();
        assert_eq!(cycle.map(|cycle| cycle.nodes), Some(vec![2]));
    }

    #[test]
    fn cycles_come_to_an_end() {
        let graph = AdjacencyList::new(4, &[(0, 1), (1, 2), (2, 0), (2, 1), (3, 0)]);
        assert_eq!(distances(&graph, 1), [Some(2), Some(0), Some(1), None]);
        assert_eq!(orders(&graph), (vec![0, 1, 2, 3], vec![2, 1, 0, 3]));
        assert_eq!(components(&graph), [0, 0, 0, 0]);
    }

    // A thread's stack has room for some ten thousand calls. What overflows it ends the process, and no caller can
    // catch it.
    #[test]
    fn distances_along_a_very_long_path_are_found() {
        let graph = AdjacencyList::new(LONG, &path(LONG));
        let found = distances(&graph, 0);
        let first_wrong = (0..LONG).find(|&node| found.get(node) != Some(&Some(node)));
        assert_eq!(first_wrong, None, "the first node whose distance is wrong");
    }

    #[test]
    fn depth_first_walks_a_very_long_path_without_recursion() {
        let graph = AdjacencyList::new(LONG, &path(LONG));
        let (preorder, postorder) = orders(&graph);
        assert_eq!(preorder.into_iter().eq(0..LONG), true, "the preorder is 0, 1, 2 and so on");
        assert_eq!(postorder.into_iter().eq((0..LONG).rev()), true, "the postorder is the same backwards");
    }

    #[test]
    fn components_of_a_very_long_path_are_found() {
        let graph = AdjacencyList::new(LONG + 1, &path(LONG));
        let numbers = components(&graph);
        assert_eq!(numbers.iter().position(|&number| number != 0), Some(LONG), "the first node of another component");
        assert_eq!(numbers.len(), LONG + 1);
    }

    // Each node becomes ready when the one above it is placed. To look through all nodes for the next one ends some
    // day.
    #[test]
    fn a_very_long_path_is_ordered() {
        let down: Vec<Edge> = path(LONG).into_iter().map(|(low, high)| (high, low)).collect();
        let found = order(&AdjacencyList::new(LONG, &down));
        assert_eq!(found.map(|order| order.into_iter().eq((0..LONG).rev())), Ok(true), "it is backwards");
    }

    #[test]
    fn a_very_long_cycle_is_found() {
        let mut edges = path(LONG);
        edges.push((LONG - 1, 0));
        let cycle = topological_order(&AdjacencyList::new(LONG, &edges)).err().map_or(vec![], |cycle| cycle.nodes);
        assert_eq!(cycle.len(), LONG);
        let broken = cycle.windows(2).find(|pair| pair[1] != (pair[0] + 1) % LONG);
        assert_eq!(broken, None, "two nodes side by side that no edge connects");
    }

    // Here it is the width that hurts: a queue that moves all others up, a ready list that is sorted again and again.
    #[test]
    fn a_node_with_very_many_successors_is_no_trouble() {
        let wide = 2 * LONG;
        let edges: Vec<Edge> = (1..wide).map(|leaf| (0, leaf)).collect();
        let graph = AdjacencyList::new(wide, &edges);
        let far = distances(&graph, 0).into_iter().skip(1).find(|&distance| distance != Some(1));
        assert_eq!(far, None, "a leaf that is not one edge away");
        assert_eq!(
            order(&graph).map(|order| order.into_iter().eq(0..wide)),
            Ok(true),
            "the order is 0, 1, 2 and so on"
        );
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    fn draw_edges(draw: &mut Draw<'_>) -> (usize, Vec<Edge>) {
        let node_count = draw.size(1..=8);
        let edges = draw.list(0..=16, |draw| (draw.size(0..=node_count - 1), draw.size(0..=node_count - 1)));
        draw.note(|| format!("node_count = {node_count}"));
        (node_count, edges)
    }

    /// The lengths of shortest ways from every node to every other, by Floyd and Warshall.
    fn ways(node_count: usize, edges: &[Edge]) -> Vec<Vec<Option<usize>>> {
        let mut ways = vec![vec![None; node_count]; node_count];
        for &(from, to) in edges {
            ways[from][to] = Some(1);
        }
        for (node, row) in ways.iter_mut().enumerate() {
            row[node] = Some(0);
        }
        for middle in 0..node_count {
            for from in 0..node_count {
                for to in 0..node_count {
                    let Some((first, second)) = ways[from][middle].zip(ways[middle][to]) else { continue };
                    if ways[from][to].is_none_or(|known| first + second < known) {
                        ways[from][to] = Some(first + second);
                    }
                }
            }
        }
        ways
    }

    #[test]
    fn an_adjacency_list_keeps_every_edge() {
        property(|draw| {
            let (node_count, edges) = draw_edges(draw);
            draw.note(|| format!("edges = {edges:?}"));
            let graph = AdjacencyList::new(node_count, &edges);
            assert_eq!(graph.node_count(), node_count);
            for node in 0..node_count {
                let expected: Vec<usize> = edges.iter().filter(|edge| edge.0 == node).map(|edge| edge.1).collect();
                assert_eq!(graph.successors(node).collect::<Vec<_>>(), expected, "the successors of {node}");
            }
        });
    }

    #[test]
    fn distances_agree_with_trying_every_way() {
        property(|draw| {
            let (node_count, edges) = draw_edges(draw);
            draw.note(|| format!("edges = {edges:?}"));
            let graph = AdjacencyList::new(node_count, &edges);
            for (start, expected) in ways(node_count, &edges).into_iter().enumerate() {
                assert_eq!(distances(&graph, start), expected, "from {start}");
            }
        });
    }

    /// What a recursive search does, which is what depth first means.
    fn search(node: usize, edges: &[Edge], preorder: &mut Vec<usize>, postorder: &mut Vec<usize>) {
        if preorder.contains(&node) {
            return;
        }
        preorder.push(node);
        for edge in edges.iter().filter(|edge| edge.0 == node) {
            search(edge.1, edges, preorder, postorder);
        }
        postorder.push(node);
    }

    #[test]
    fn depth_first_agrees_with_a_recursive_search() {
        property(|draw| {
            let (node_count, edges) = draw_edges(draw);
            draw.note(|| format!("edges = {edges:?}"));
            let (mut preorder, mut postorder) = (Vec::new(), Vec::new());
            for root in 0..node_count {
                search(root, &edges, &mut preorder, &mut postorder);
            }
            assert_eq!(orders(&AdjacencyList::new(node_count, &edges)), (preorder, postorder));
        });
    }

    #[test]
    fn components_agree_with_ways_in_both_directions() {
        property(|draw| {
            let (node_count, edges) = draw_edges(draw);
            // Fewer edges, or nearly everything is connected.
            let edges = &edges[..edges.len().min(node_count)];
            draw.note(|| format!("edges = {edges:?}"));
            let both: Vec<Edge> = edges.iter().flat_map(|&(from, to)| [(from, to), (to, from)]).collect();
            let ways = ways(node_count, &both);
            let smallest: Vec<Option<usize>> = ways.iter().map(|row| row.iter().position(Option::is_some)).collect();
            let mut firsts = smallest.clone();
            firsts.sort_unstable();
            firsts.dedup();
            let expected: Vec<usize> =
                smallest.iter().filter_map(|node| firsts.iter().position(|first| first == node)).collect();
            assert_eq!(components(&AdjacencyList::new(node_count, edges)), expected);
        });
    }

    /// The smallest node that has no edge from one that is left, and so on; `None` when there is none though some are
    /// left.
    fn ordered(node_count: usize, edges: &[Edge]) -> Option<Vec<usize>> {
        let mut left: Vec<usize> = (0..node_count).collect();
        let mut order = Vec::new();
        while !left.is_empty() {
            let is_ready = |node: &usize| edges.iter().all(|edge| edge.1 != *node || !left.contains(&edge.0));
            let place = left.iter().position(is_ready)?;
            order.push(left.remove(place));
        }
        Some(order)
    }

    #[test]
    fn graphs_without_cycles_are_ordered_smallest_first() {
        property(|draw| {
            let (node_count, edges) = draw_edges(draw);
            // Every edge leads to the node with the larger key, so there is no cycle.
            let keys = draw.list(node_count..=node_count, |draw| draw.number(0..=9));
            let key = |node: usize| (keys[node], node);
            let ends = edges.into_iter().filter(|(from, to)| from != to);
            let edges: Vec<Edge> =
                ends.map(|(from, to)| if key(from) < key(to) { (from, to) } else { (to, from) }).collect();
            draw.note(|| format!("edges = {edges:?}"));
            let expected = ordered(node_count, &edges).ok_or_else(String::new);
            assert_eq!(order(&AdjacencyList::new(node_count, &edges)), expected);
        });
    }

    #[test]
    fn graphs_are_ordered_or_have_a_cycle_to_show() {
        property(|draw| {
            let (node_count, edges) = draw_edges(draw);
            draw.note(|| format!("edges = {edges:?}"));
            match ordered(node_count, &edges) {
                Some(expected) => assert_eq!(order(&AdjacencyList::new(node_count, &edges)), Ok(expected)),
                None => assert_eq!(cycle_flaw(node_count, &edges), None),
            }
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// A graph that counts: one for each node whose successors are asked for, one for each successor that is given.
    struct Observed {
        successors: Vec<Vec<usize>>,
        reads: Cell<u64>,
    }

    impl Observed {
        fn new(node_count: usize, edges: &[Edge]) -> Self {
            let mut successors = vec![Vec::new(); node_count];
            for &(from, to) in edges {
                successors[from].push(to);
            }
            Self { successors, reads: Cell::new(0) }
        }

        /// Nodes and edges together.
        fn size(&self) -> u64 {
            let edges: usize = self.successors.iter().map(Vec::len).sum();
            (self.successors.len() + edges) as u64
        }

        /// Ends a search that reads on and on, before somebody has to wait for it.
        fn read(&self) {
            let reads = self.reads.get() + 1;
            self.reads.set(reads);
            std::assert!(reads < 40 * (self.size() + 1), "it reads on and on: {reads} nodes and edges so far");
        }

        /// Runs `action` on the graph, and counts anew.
        fn reads_of<R>(&self, action: impl FnOnce(&Self) -> R) -> (R, u64) {
            self.reads.set(0);
            let result = action(self);
            (result, self.reads.get())
        }
    }

    impl Graph for Observed {
        fn node_count(&self) -> usize {
            self.successors.len()
        }

        fn successors(&self, node: usize) -> impl Iterator<Item = usize> {
            self.read();
            self.successors[node].iter().map(|&next| {
                self.read();
                next
            })
        }
    }

    /// So many layers of so many nodes, each with an edge to all of the next layer.
    fn layers(count: usize, width: usize) -> (usize, Vec<Edge>) {
        let pairs = (0..count - 1).flat_map(|layer| (0..width).map(move |place| (layer, layer * width + place)));
        let edges = pairs.flat_map(|(layer, from)| (0..width).map(move |to| (from, (layer + 1) * width + to)));
        (count * width, edges.collect())
    }

    /// Graphs that are dear for those who do not look out: many ways to each node, many edges at one, a very long path,
    /// and a path that nobody walks in the order of its numbers.
    fn graphs() -> [(&'static str, Observed); 4] {
        let (node_count, edges) = layers(8, 12);
        let star: Vec<Edge> = (1..1000).map(|leaf| (0, leaf)).collect();
        let up = path(1000);
        let zigzag: Vec<Edge> = (1..1000).map(|step| ((step - 1) * 387 % 1000, step * 387 % 1000)).collect();
        [
            ("8 layers of 12 nodes", Observed::new(node_count, &edges)),
            ("a star of 1,000 nodes", Observed::new(1000, &star)),
            ("a path of 1,000 nodes", Observed::new(1000, &up)),
            ("a scrambled path of 1,000 nodes", Observed::new(1000, &zigzag)),
        ]
    }

    // Of two nodes that both lead to a third, each would put it into the queue. One mark too late, and a graph with
    // many ways is searched once for each way.
    #[test]
    fn distances_reads_every_edge_once() {
        for (name, graph) in graphs() {
            let (found, reads) = graph.reads_of(|graph| distances(graph, 0));
            assert_eq!(found.first(), Some(&Some(0)));
            assert_within!(format!("distances in {name}"), reads, "reads", "V + E", graph.size());
        }
    }

    // Ten nodes are around the corner, and a thousand are not. To ask for the ten must not cost the thousand.
    #[test]
    fn distances_reads_nothing_that_it_does_not_reach() {
        let mut edges: Vec<Edge> = path(10);
        edges.extend((10..1000).flat_map(|node| [(node, node - 1), (node, 0), (node, 1010 - node)]));
        let graph = Observed::new(1000, &edges);
        let (found, reads) = graph.reads_of(|graph| distances(graph, 0));
        assert_eq!(found.into_iter().flatten().count(), 10);
        assert_within!("distances among 10 nodes of 1,000", reads, "reads", "one a node and edge reached,", 10 + 9);
    }

    #[test]
    fn depth_first_reads_every_edge_at_most_twice() {
        for (name, graph) in graphs() {
            let (found, reads) = graph.reads_of(orders);
            assert_eq!((found.0.len(), found.1.len()), (graph.node_count(), graph.node_count()));
            assert_within!(format!("depth_first in {name}"), reads, "reads", "2 (V + E)", 2 * graph.size());
        }
    }

    // To pass the smallest number on along the edges until nothing changes takes a pass for each step of a long way.
    #[test]
    fn components_reads_every_edge_at_most_four_times() {
        for (name, graph) in graphs() {
            let (found, reads) = graph.reads_of(components);
            assert_eq!(found, vec![0; graph.node_count()]);
            assert_within!(format!("components of {name}"), reads, "reads", "4 (V + E)", 4 * graph.size());
        }
    }

    #[test]
    fn topological_order_reads_every_edge_at_most_four_times() {
        for (name, graph) in graphs() {
            let (found, reads) = graph.reads_of(order);
            assert_eq!(found.map(|order| order.len()), Ok(graph.node_count()));
            assert_within!(format!("topological_order of {name}"), reads, "reads", "4 (V + E)", 4 * graph.size());
        }
    }

    // The cycle is at one end of a long path or behind a great many ways, and is to be found without trying each of
    // them.
    #[test]
    fn a_cycle_is_found_at_the_same_cost() {
        let (node_count, mut many_ways) = layers(8, 12);
        many_ways.extend([(node_count - 1, node_count), (node_count, node_count - 1)]);
        let mut from_afar = path(1000);
        from_afar.push((999, 990));
        let mut to_afar = path(1000);
        to_afar.push((9, 0));
        let mut below: Vec<Edge> = path(1000).into_iter().map(|(low, high)| (high, low)).collect();
        below.push((990, 999));
        let cases = [
            ("behind 8 layers of 12 nodes", node_count + 1, many_ways),
            ("at the end of a path of 1,000 nodes", 1000, from_afar),
            ("at the start of a path of 1,000 nodes", 1000, to_afar),
            ("before a path of 1,000 nodes with smaller names", 1000, below),
        ];
        for (name, node_count, edges) in cases {
            let graph = Observed::new(node_count, &edges);
            let (flaw, reads) = graph.reads_of(|graph| flaw_of_the_cycle(node_count, &edges, graph));
            assert_eq!(flaw, None, "the cycle {name}");
            assert_within!(format!("finding a cycle {name}"), reads, "reads", "4 (V + E)", 4 * graph.size());
        }
    }

    // A matrix of 4,000 by 4,000 has sixteen million fields, for a ring of 4,000 edges.
    #[test]
    fn memory_is_for_nodes_and_edges_alone() {
        let nodes = 4000;
        let ring: Vec<Edge> = (0..nodes).map(|node| (node, (node + 1) % nodes)).collect();
        let (graph, kept) = allocations(|| AdjacencyList::new(nodes, &ring));
        let (_, nearest_first) = allocations(|| distances(&graph, 0));
        let (_, deepest_first) = allocations(|| orders(&graph));
        let (_, pieces) = allocations(|| components(&graph));
        let (_, cycle) = allocations(|| topological_order(&graph));
        let heaps = [
            ("keeping", kept),
            ("the distances in", nearest_first),
            ("depth_first in", deepest_first),
            ("the components of", pieces),
            ("a cycle in", cycle),
        ];
        for (action, heap) in heaps {
            assert_within!(
                format!("{action} a ring of 4,000 nodes"),
                heap.peak_bytes,
                "bytes at one time",
                "O(V + E)",
                128 * 2 * nodes as u64
            );
        }
    }
}
