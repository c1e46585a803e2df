mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/dijkstra/tests.rs"]
mod tests;
