mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/bloom_filter/tests.rs"]
mod tests;
