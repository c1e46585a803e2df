mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/balanced_bst/tests.rs"]
mod tests;
