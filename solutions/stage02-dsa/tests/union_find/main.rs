mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/union_find/tests.rs"]
mod tests;
