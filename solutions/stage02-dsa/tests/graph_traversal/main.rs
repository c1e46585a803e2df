mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/graph_traversal/tests.rs"]
mod tests;
