//! Graph traversal: read `README.md`, then make the tests pass.

/// A directed graph whose nodes are `0..node_count()`.
pub trait Graph {
    /// How many nodes there are.
    fn node_count(&self) -> usize;

    /// Where the edges of `node` lead, one node an edge. To ask again gives the same again.
    fn successors(&self, node: usize) -> impl Iterator<Item = usize>;
}

/// A graph that keeps, for each node, the list of its successors. Give it the fields that it needs.
pub struct AdjacencyList {}

impl AdjacencyList {
    /// A graph with the nodes `0..node_count` and the edges `(from, to)`. The successors of a node come in the order of
    /// its edges.
    pub fn new(node_count: usize, edges: &[(usize, usize)]) -> Self {
        todo!("keep {} edges between {node_count} nodes", edges.len())
    }
}

impl Graph for AdjacencyList {
    fn node_count(&self) -> usize {
        todo!("say how many nodes there are")
    }

    fn successors(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::from_fn(move || todo!("give the successors of {node}, one by one"))
    }
}

/// How many edges each node is away from `start` on a shortest way; `None` where no way leads.
pub fn distances(graph: &impl Graph, start: usize) -> Vec<Option<usize>> {
    todo!("find the distances of {} nodes from {start}", graph.node_count())
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
pub fn depth_first(graph: &impl Graph) -> DepthFirst {
    todo!("search {} nodes depth first", graph.node_count())
}

/// For each node the number of its component: nodes have the same number if edges connect them, in whichever direction.
/// Components are numbered from 0 on, in the order of their smallest nodes.
pub fn components(graph: &impl Graph) -> Vec<usize> {
    todo!("find which of {} nodes are connected", graph.node_count())
}

/// Why nodes have no topological order.
pub struct Cycle {
    /// Each has an edge to the next, and the last to the first. No node comes twice.
    pub nodes: Vec<usize>,
}

/// All nodes, each before its successors. Where several nodes could come next, the smallest does.
pub fn topological_order(graph: &impl Graph) -> Result<Vec<usize>, Cycle> {
    todo!("order {} nodes, each before its successors", graph.node_count())
}
