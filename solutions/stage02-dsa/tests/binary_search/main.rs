mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/binary_search/tests.rs"]
mod tests;
