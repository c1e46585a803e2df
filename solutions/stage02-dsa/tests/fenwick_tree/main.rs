mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/fenwick_tree/tests.rs"]
mod tests;
