//! Dijkstra's algorithm is a dozen lines, and most of them can be wrong in a way that small examples do not show: a node
//! called final when it is first seen, a total that no longer fits, a node that is worked through again for each time it
//! became cheaper. These tests look for each of them. Where several routes cost the same, any of them is right.

use std::cell::Cell;

use harness::prelude::*;

use super::kata::{Cost, Graph, GraphError, Path};

type Edge = (u32, u32, i64);

/// Why something was refused: what kind of reason, and the number that goes with it.
fn reason(error: &GraphError) -> (&'static str, u64) {
    match error {
        GraphError::UnknownNode(node) => ("unknown node", u64::from(*node)),
        GraphError::NegativeCost(position) => ("negative cost", *position as u64),
    }
}

fn graph<C: Cost>(node_count: u32, edges: &[(u32, u32, C)]) -> Graph<C> {
    match Graph::new(node_count, edges) {
        Ok(graph) => graph,
        Err(error) => panic!("the graph was refused: {:?}", reason(&error)),
    }
}

fn path<C: Cost>(graph: &Graph<C>, from: u32, to: u32) -> Option<Path<C>> {
    match graph.shortest_path(from, to) {
        Ok(path) => path,
        Err(error) => panic!("the route from {from} to {to} was refused: {:?}", reason(&error)),
    }
}

/// The cheapest route in a graph: its cost and its nodes.
fn route(node_count: u32, edges: &[Edge], from: u32, to: u32) -> Option<(i64, Vec<u32>)> {
    path(&graph(node_count, edges), from, to).map(|path| (path.cost, path.nodes))
}

/// What making a graph was refused for.
fn refusal(node_count: u32, edges: &[Edge]) -> Option<(&'static str, u64)> {
    Graph::new(node_count, edges).err().map(|error| reason(&error))
}

/// What a question was refused for.
fn query_refusal(graph: &Graph<i64>, from: u32, to: u32) -> Option<(&'static str, u64)> {
    graph.shortest_path(from, to).err().map(|error| reason(&error))
}

/// A cost that counts how often costs are compared (as `Counted` does) and how often they are added.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Price(Counted<i64>);

thread_local! {
    static ADDITIONS: Cell<u64> = const { Cell::new(0) };
}

impl Cost for Price {
    const ZERO: Self = Self(Counted(0));

    fn plus(self, other: Self) -> Option<Self> {
        ADDITIONS.set(ADDITIONS.get() + 1);
        self.0.0.checked_add(other.0.0).map(|sum| Self(Counted(sum)))
    }
}

/// Random words that are the same every time: `SplitMix64`.
fn next_word(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let word = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

fn number_below(state: &mut u64, limit: u32) -> u32 {
    u32::try_from(next_word(state) % u64::from(limit)).expect("a number below a u32 is one")
}

mod behaviour {
    use std::error::Error;

    use harness::assert_eq;

    use super::*;

    #[test]
    fn the_cheapest_route_may_have_more_edges() {
        let edges = [(0, 3, 10), (0, 1, 2), (1, 2, 3), (2, 3, 4)];
        assert_eq!(route(4, &edges, 0, 3), Some((9, vec![0, 1, 2, 3])));
        assert_eq!(route(4, &edges, 1, 3), Some((7, vec![1, 2, 3])));
        assert_eq!(route(4, &[(0, 3, 8), (0, 1, 2), (1, 2, 3), (2, 3, 4)], 0, 3), Some((8, vec![0, 3])));
    }

    // Node 1 is pushed first by its dear edge. Whoever marks it as visited then never sees the bargain through node 2.
    #[test]
    fn a_node_may_become_cheaper_after_it_was_first_seen() {
        let edges = [(0, 1, 10), (0, 2, 1), (2, 1, 1), (1, 3, 1)];
        assert_eq!(route(4, &edges, 0, 3), Some((3, vec![0, 2, 1, 3])));
    }

    // The same trap at the end of the route: to see the target is not to know its cost.
    #[test]
    fn the_target_may_become_cheaper_after_it_was_first_seen() {
        let edges = [(0, 2, 10), (0, 1, 4), (1, 2, 5), (1, 3, 1), (3, 2, 1)];
        assert_eq!(route(4, &edges, 0, 2), Some((6, vec![0, 1, 3, 2])));
    }

    #[test]
    fn edges_lead_one_way() {
        let edges = [(0, 1, 1), (1, 2, 1), (2, 0, 1)];
        assert_eq!(route(3, &edges, 0, 2), Some((2, vec![0, 1, 2])));
        assert_eq!(route(3, &edges, 2, 1), Some((2, vec![2, 0, 1])));
    }

    // "Costs nothing" and "cannot be reached" are different answers, and a shop that mixes them up delivers for free.
    #[test]
    fn no_route_is_none_and_not_zero() {
        let edges = [(0, 1, 1), (3, 2, 1)];
        assert_eq!(route(4, &edges, 0, 2), None);
        assert_eq!(route(4, &edges, 0, 3), None);
        assert_eq!(route(4, &edges, 1, 0), None);
    }

    #[test]
    fn staying_costs_nothing() {
        assert_eq!(route(3, &[(0, 1, 5), (1, 0, 5)], 1, 1), Some((0, vec![1])));
        assert_eq!(route(3, &[(0, 1, 5)], 2, 2), Some((0, vec![2])));
    }

    #[test]
    fn of_parallel_edges_the_cheapest_counts() {
        assert_eq!(route(2, &[(0, 1, 7), (0, 1, 3), (0, 1, 5)], 0, 1), Some((3, vec![0, 1])));
    }

    #[test]
    fn one_graph_answers_many_questions() {
        let graph = graph(4, &[(0, 1, 1), (1, 2, 2), (2, 3, 3), (0, 3, 9)]);
        let ask = |from, to| path(&graph, from, to).map(|path| path.cost);
        assert_eq!([ask(0, 3), ask(3, 0), ask(1, 3), ask(0, 3)], [Some(6), None, Some(5), Some(6)]);
    }

    #[test]
    fn a_negative_cost_is_refused_with_its_position() {
        assert_eq!(refusal(3, &[(0, 1, 1), (1, 2, 0), (2, 0, -1), (0, 2, -5)]), Some(("negative cost", 2)));
    }

    #[test]
    fn an_unknown_node_of_an_edge_is_refused() {
        assert_eq!(refusal(3, &[(0, 1, 1), (1, 3, 1)]), Some(("unknown node", 3)));
        assert_eq!(refusal(3, &[(9, 1, 1)]), Some(("unknown node", 9)));
    }

    #[test]
    fn an_unknown_node_of_a_question_is_refused() {
        let graph = graph(3, &[(0, 1, 1)]);
        assert_eq!(query_refusal(&graph, 0, 3), Some(("unknown node", 3)));
        assert_eq!(query_refusal(&graph, 4, 0), Some(("unknown node", 4)));
        assert_eq!(query_refusal(&graph, 7, 7), Some(("unknown node", 7)));
        assert_eq!(query_refusal(&graph, 0, 2), None, "node 2 has no edges, and is known");
    }

    #[test]
    fn an_error_reads_as_a_sentence() {
        let told = |error: GraphError| Box::<dyn Error>::from(error).to_string();
        assert_eq!(told(GraphError::UnknownNode(7)), "there is no node 7");
        assert_eq!(told(GraphError::NegativeCost(3)), "edge 3 has a negative cost");
    }

    #[test]
    fn costs_add_up_as_long_as_the_sum_fits() {
        let sums = [(<i64 as Cost>::ZERO, 7), (40, 2), (i64::MAX - 1, 1), (i64::MAX, 1), (i64::MAX, i64::MAX)];
        assert_eq!(sums.map(|(one, other)| Cost::plus(one, other)), [Some(7), Some(42), Some(i64::MAX), None, None]);
    }

    /// Money first; among equals, the number of edges.
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Fare {
        money: u32,
        edges: u32,
    }

    impl Cost for Fare {
        const ZERO: Self = Self { money: 0, edges: 0 };

        fn plus(self, other: Self) -> Option<Self> {
            Some(Self { money: self.money + other.money, edges: self.edges + other.edges })
        }
    }

    #[test]
    fn a_cost_may_have_parts() {
        let fare = |from, to, money| (from, to, Fare { money, edges: 1 });
        let edges = [fare(0, 1, 1), fare(1, 2, 1), fare(2, 4, 1), fare(0, 3, 1), fare(3, 4, 2)];
        let found = path(&graph(5, &edges), 0, 4);
        let found = found.map(|path| (path.cost.money, path.cost.edges, path.nodes));
        assert_eq!(found, Some((3, 2, vec![0, 3, 4])));
    }

    /// A route is as slow as its slowest edge.
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Slowest(u32);

    impl Cost for Slowest {
        const ZERO: Self = Self(0);

        fn plus(self, other: Self) -> Option<Self> {
            Some(self.max(other))
        }
    }

    // Dijkstra's algorithm asks for an order, and that no edge makes a route cheaper. That is all, and `Cost` says so.
    #[test]
    fn adding_may_mean_the_larger_of_two() {
        let edges = [(0, 2, 9), (0, 1, 5), (1, 3, 6), (3, 2, 6)].map(|(from, to, pace)| (from, to, Slowest(pace)));
        let found = path(&graph(4, &edges), 0, 2).map(|path| (path.cost.0, path.nodes));
        assert_eq!(found, Some((6, vec![0, 1, 3, 2])));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    // With `<=` where `<` belongs, a cycle that costs nothing is walked for ever, or is found on the way back.
    #[test]
    fn cycles_without_cost_come_to_an_end() {
        let edges = [(0, 0, 0), (0, 1, 0), (1, 2, 0), (2, 0, 0), (2, 1, 0), (2, 3, 4), (3, 3, 0)];
        assert_eq!(route(5, &edges, 0, 3), Some((4, vec![0, 1, 2, 3])));
        assert_eq!(route(5, &edges, 1, 0), Some((0, vec![1, 2, 0])));
        assert_eq!(route(5, &edges, 0, 4), None);
    }

    #[test]
    fn a_loop_at_a_node_is_never_worth_taking() {
        assert_eq!(route(2, &[(0, 0, 1), (0, 1, 2), (1, 1, 1)], 0, 1), Some((2, vec![0, 1])));
        assert_eq!(route(1, &[(0, 0, 1)], 0, 0), Some((0, vec![0])));
    }

    #[test]
    fn a_graph_without_nodes_knows_none() {
        let graph = graph(0, &[]);
        assert_eq!(query_refusal(&graph, 0, 0), Some(("unknown node", 0)));
    }

    #[test]
    fn the_first_wrong_edge_is_the_one_that_is_refused() {
        assert_eq!(refusal(2, &[(0, 1, -1), (5, 6, 1)]), Some(("negative cost", 0)));
        assert_eq!(refusal(2, &[(0, 1, 1), (5, 6, -1), (0, 1, -1)]), Some(("unknown node", 5)));
        assert_eq!(refusal(2, &[(0, 6, i64::MIN)]), Some(("unknown node", 6)));
    }

    // Checked at the start, not when the edge happens to be met: a graph is good for every question or for none.
    #[test]
    fn a_negative_cost_is_refused_wherever_it_is() {
        assert_eq!(refusal(4, &[(0, 1, 1), (2, 3, i64::MIN)]), Some(("negative cost", 1)));
        assert_eq!(refusal(4, &[(0, 1, 1), (3, 3, -1)]), Some(("negative cost", 1)));
    }

    #[test]
    fn costs_go_beyond_32_bits() {
        let edges = [(0, 1, 3_000_000_000), (1, 2, 3_000_000_000), (0, 2, 6_000_000_001)];
        assert_eq!(route(3, &edges, 0, 2), Some((6_000_000_000, vec![0, 1, 2])));
    }

    // An f64 has 53 bits: from here on it cannot tell a number from its neighbour.
    #[test]
    fn costs_are_exact_beyond_the_precision_of_a_float() {
        let large = 1 << 53;
        let edges = [(0, 1, large), (1, 3, 1), (0, 2, large), (2, 3, 0), (3, 4, 1)];
        assert_eq!(route(5, &edges, 0, 4), Some((large + 1, vec![0, 2, 3, 4])));
        assert_eq!(route(2, &[(0, 1, i64::MAX - 1)], 0, 1), Some((i64::MAX - 1, vec![0, 1])));
    }

    // The largest cost is a cost. As a mark for "not reached" it would hide this route.
    #[test]
    fn the_largest_cost_is_still_a_route() {
        assert_eq!(route(3, &[(0, 1, i64::MAX - 2), (1, 2, 2)], 0, 2), Some((i64::MAX, vec![0, 1, 2])));
        assert_eq!(route(3, &[(0, 1, i64::MAX), (1, 2, 0)], 0, 2), Some((i64::MAX, vec![0, 1, 2])));
    }

    #[test]
    fn a_route_whose_cost_does_not_fit_is_no_route() {
        assert_eq!(route(3, &[(0, 1, i64::MAX), (1, 2, 1)], 0, 2), None);
        assert_eq!(route(3, &[(0, 1, i64::MAX), (1, 2, i64::MAX)], 0, 2), None);
    }

    // A detour that nobody can pay must not stand in the way of a route that everybody can.
    #[test]
    fn a_detour_that_does_not_fit_spoils_nothing() {
        let edges = [(0, 1, 5), (1, 4, i64::MAX), (1, 2, i64::MAX), (1, 3, 1), (3, 2, 1), (2, 4, 1)];
        assert_eq!(route(5, &edges, 0, 4), Some((8, vec![0, 1, 3, 2, 4])));
    }

    /// Hops of a message that may be passed on three times.
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Hops(u32);

    impl Cost for Hops {
        const ZERO: Self = Self(0);

        fn plus(self, other: Self) -> Option<Self> {
            Some(Self(self.0 + other.0)).filter(|sum| sum.0 <= 3)
        }
    }

    #[test]
    fn a_cost_sets_its_own_limit() {
        let line: Vec<_> = (0..9).map(|node| (node, node + 1, Hops(1))).collect();
        let graph = graph(10, &line);
        let hops = |to| path(&graph, 0, to).map(|path| path.cost.0);
        assert_eq!([hops(1), hops(3), hops(4), hops(9)], [Some(1), Some(3), None, None]);
    }

    // A route read back by recursion needs a stack frame a node, and a test has two mebibytes of stack.
    #[test]
    fn a_long_route_needs_no_deep_stack() {
        let nodes = 100_000;
        let line: Vec<Edge> = (0..nodes - 1).map(|node| (node, node + 1, 1)).collect();
        let (cost, found) = route(nodes, &line, 0, nodes - 1).unwrap_or_default();
        assert_eq!((cost, found.len()), (i64::from(nodes) - 1, nodes as usize));
        assert_eq!(found.into_iter().zip(0..nodes).find(|(node, place)| node != place), None);
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// Bellman-Ford: the cheapest costs from one node, by trying every edge again and again. 128 bits hold any total.
    fn model(node_count: u32, edges: &[Edge], from: u32) -> Vec<Option<i64>> {
        let mut costs = vec![None; node_count as usize];
        costs[from as usize] = Some(0_i128);
        for _ in 0..node_count {
            for &(start, end, cost) in edges {
                let Some(known) = costs[start as usize] else { continue };
                let total = known + i128::from(cost);
                if costs[end as usize].is_none_or(|other| total < other) {
                    costs[end as usize] = Some(total);
                }
            }
        }
        costs.into_iter().map(|cost| cost.and_then(|cost| i64::try_from(cost).ok())).collect()
    }

    /// What a route costs when it is walked: each step by its cheapest edge. `None` where a step has no edge, or where
    /// the route does not lead from the one node to the other.
    fn walked(edges: &[Edge], nodes: &[u32], from: u32, to: u32) -> Option<i64> {
        if (nodes.first(), nodes.last()) != (Some(&from), Some(&to)) {
            return None;
        }
        let step = |pair: &[u32]| {
            let costs = edges.iter().filter(|edge| [edge.0, edge.1] == *pair).map(|edge| edge.2);
            costs.min()
        };
        nodes.windows(2).try_fold(0_i64, |sum, pair| sum.checked_add(step(pair)?))
    }

    fn agrees_with_the_model(node_count: u32, edges: &[Edge]) {
        let graph = graph(node_count, edges);
        for from in 0..node_count {
            for (to, expected) in (0..).zip(model(node_count, edges, from)) {
                let found = path(&graph, from, to);
                let cost = found.as_ref().map(|path| path.cost);
                assert_eq!(cost, expected, "the cost of a route from {from} to {to}");
                let nodes = found.as_ref().map_or(&[][..], |path| &path.nodes);
                let note = format_args!("the edges along {nodes:?}, from {from} to {to}");
                assert_eq!(walked(edges, nodes, from, to), expected, "{note}");
            }
        }
    }

    fn draw_edges(draw: &mut Draw<'_>, costs: &[i64]) -> (u32, Vec<Edge>) {
        let node_count = u32::try_from(draw.size(1..=7)).expect("a small number");
        let nodes: Vec<u32> = (0..node_count).collect();
        let edges = draw.list(0..=24, |draw| (draw.pick(&nodes), draw.pick(&nodes), draw.pick(costs)));
        draw.note(|| format!("node_count = {node_count}"));
        draw.note(|| format!("edges = {edges:?}"));
        (node_count, edges)
    }

    #[test]
    fn routes_agree_with_trying_every_edge() {
        property(|draw| {
            let (node_count, edges) = draw_edges(draw, &[0, 1, 2, 3, 4, 5, 8, 13, 21]);
            agrees_with_the_model(node_count, &edges);
        });
    }

    #[test]
    fn costs_near_the_largest_agree_with_exact_arithmetic() {
        property(|draw| {
            let (large, half) = (i64::MAX, i64::MAX / 2);
            let costs = [0, 1, 2, 1 << 31, 1 << 32, 1 << 53, half, half + 1, large - 2, large - 1, large];
            let (node_count, edges) = draw_edges(draw, &costs);
            agrees_with_the_model(node_count, &edges);
        });
    }

    // The costs are chosen first, and then edges that fit them: a tree that costs just that, and others that cost more.
    // So the answer is known, however large the graph is.
    #[test]
    fn a_large_graph_has_the_costs_that_were_planted() {
        let node_count = 1_u32 << 13;
        // Multiplying by an odd number scrambles the names, so that they say nothing about the order.
        let name = |node: u32| node.wrapping_mul(2_654_435_761) % node_count;
        property_of(2, |draw| {
            let state = &mut draw.word();
            draw.note(|| format!("8,192 nodes from the random word {state}"));
            let mut planted = vec![0_i64];
            let mut edges = Vec::new();
            for node in 1..node_count {
                let parent = number_below(state, node);
                let step = i64::from(number_below(state, 100));
                planted.push(planted[parent as usize] + step);
                edges.push((name(parent), name(node), step));
            }
            for _ in 0..4 * node_count {
                let [from, to] = [(); 2].map(|()| number_below(state, node_count));
                let shortest = (planted[to as usize] - planted[from as usize]).max(0);
                edges.push((name(from), name(to), shortest + i64::from(number_below(state, 50))));
            }
            let graph = graph(node_count, &edges);
            for to in [node_count - 1, number_below(state, node_count)] {
                let found = path(&graph, name(0), name(to));
                let expected = planted[to as usize];
                assert_eq!(found.as_ref().map(|path| path.cost), Some(expected));
                let nodes = found.map(|path| path.nodes).unwrap_or_default();
                assert_eq!(walked(&edges, &nodes, name(0), name(to)), Some(expected), "the edges along {nodes:?}");
            }
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// What one question cost: additions, and comparisons of any kind.
    fn work(graph: &Graph<Price>, from: u32, to: u32) -> (Option<i64>, u64, u64) {
        let before = ADDITIONS.get();
        let (found, counts) = count(|| path(graph, from, to));
        (found.map(|path| path.cost.0.0), ADDITIONS.get() - before, counts.comparisons + counts.equalities)
    }

    fn priced(edges: &[Edge]) -> Vec<(u32, u32, Price)> {
        edges.iter().map(|&(from, to, cost)| (from, to, Price(Counted(cost)))).collect()
    }

    /// Comparisons that a heap may make: with one entry an edge, each pushed and popped in log E steps of two.
    fn allowed_comparisons(node_count: u32, edges: &[Edge]) -> u64 {
        let size = u64::from(node_count) + edges.len() as u64;
        4 * size * u64::from(size.ilog2() + 1)
    }

    /// Node 0, which reaches `size` nodes, each cheaper than the one before; all of those reach the node `size + 1`.
    fn fan(size: u32) -> (u32, Vec<Edge>) {
        let out = (1..=size).map(|node| (0, node, i64::from(2 * size - node)));
        let back = (1..=size).map(|node| (node, size + 1, i64::from(3 * node)));
        (size + 2, out.chain(back).collect())
    }

    /// Every node to every other, at random costs.
    fn dense(size: u32) -> (u32, Vec<Edge>) {
        let state = &mut 7;
        let pairs = (0..size).flat_map(|from| (0..size).map(move |to| (from, to)));
        (size, pairs.map(|(from, to)| (from, to, i64::from(number_below(state, 1_000_000)))).collect())
    }

    /// A hub that becomes cheaper `size` times before it is final, and has `size` edges itself. Node 0 reaches the middle
    /// nodes, those the hub, the hub its leaves. The last node has no edges.
    fn hub(size: u32) -> (u32, Vec<Edge>) {
        let hub = size + 1;
        let out = (1..=size).map(|node| (0, node, i64::from(node)));
        let into = (1..=size).map(|node| (node, hub, i64::from(2 * (size - node))));
        let leaves = (1..=size).map(|leaf| (hub, hub + leaf, 1));
        (hub + size + 2, out.chain(into).chain(leaves).collect())
    }

    // A list that is searched for its cheapest node each time costs n²: here some eight million comparisons.
    #[test]
    fn the_cheapest_node_is_not_searched_for() {
        for (name, (node_count, edges)) in [("a fan", fan(4000)), ("a dense graph", dense(150))] {
            let graph = graph(node_count, &priced(&edges));
            let (_, _, comparisons) = work(&graph, 0, node_count - 1);
            assert_within!(
                format!("a route through {name} of {node_count} nodes and {} edges", edges.len()),
                comparisons,
                "comparisons of costs",
                "O((V + E) log V)",
                allowed_comparisons(node_count, &edges)
            );
        }
    }

    // The hub is pushed once for each time it became cheaper. What comes off the heap later than the first is stale, and
    // must not be worked through again.
    #[test]
    fn no_edge_is_added_twice() {
        for (name, (node_count, edges)) in [("a hub", hub(1000)), ("a dense graph", dense(150))] {
            let graph = graph(node_count + 1, &priced(&edges));
            let (cost, additions, _) = work(&graph, 0, node_count);
            assert_eq!(cost, None);
            assert_within!(
                format!("looking in vain through {name} of {} edges", edges.len()),
                additions,
                "additions of costs",
                "one addition an edge",
                edges.len() as u64
            );
        }
    }

    // Whoever asks for the pharmacy around the corner does not want the whole country searched.
    #[test]
    fn the_search_ends_at_its_target() {
        let nodes = 20_000;
        let line: Vec<Edge> = (0..nodes - 1).flat_map(|node| [(node, node + 1, 1), (node + 1, node, 1)]).collect();
        let graph = graph(nodes, &priced(&line));
        let (cost, additions, _) = work(&graph, 10_000, 10_010);
        assert_eq!(cost, Some(10));
        // Ten steps in both directions, and the two edges of each of these 21 nodes.
        assert_within!(
            "a route of 10 edges in a line of 20,000 nodes",
            additions,
            "additions of costs",
            "ending at the target",
            42
        );
    }

    #[test]
    fn a_question_needs_memory_for_nodes_and_edges_only() {
        let (node_count, edges) = hub(1000);
        let graph = graph(node_count, &edges);
        let (cost, heap) = allocations(|| path(&graph, 0, node_count - 1).map(|path| path.cost));
        assert_eq!(cost, None);
        assert_within!(
            format!("a question about {node_count} nodes and {} edges", edges.len()),
            heap.peak_bytes,
            "bytes at one time",
            "O(V + E)",
            128 * (u64::from(node_count) + edges.len() as u64)
        );
    }

    // An entry of the heap that carries its whole route makes a copy of it at every step.
    #[test]
    fn a_route_is_not_copied_at_every_step() {
        let nodes = 3000;
        let line: Vec<Edge> = (0..nodes - 1).map(|node| (node, node + 1, 1)).collect();
        let graph = graph(nodes, &line);
        let (cost, heap) = allocations(|| path(&graph, 0, nodes - 1).map(|path| path.cost));
        assert_eq!(cost, Some(2999));
        assert_within!(
            "a route of 3,000 nodes",
            heap.bytes,
            "bytes of allocations",
            "O(V + E)",
            256 * (u64::from(nodes) + line.len() as u64)
        );
    }

    // A row of costs for every node is 64 million of them here, of which four thousand say something.
    #[test]
    fn a_graph_holds_no_matrix() {
        let nodes = 4000;
        let ring: Vec<Edge> = (0..nodes).map(|node| (node, (node + 1) % nodes, 1)).collect();
        let (_, heap) = allocations(|| graph(nodes, &ring));
        assert_within!(
            "keeping a ring of 4,000 nodes",
            heap.peak_bytes,
            "bytes at one time",
            "O(V + E)",
            256 * (u64::from(nodes) + ring.len() as u64)
        );
    }
}
