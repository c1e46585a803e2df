mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/backtracking/tests.rs"]
mod tests;
