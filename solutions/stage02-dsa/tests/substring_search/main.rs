mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/substring_search/tests.rs"]
mod tests;
