mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/top_k/tests.rs"]
mod tests;
