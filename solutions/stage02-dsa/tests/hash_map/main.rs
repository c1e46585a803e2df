mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/hash_map/tests.rs"]
mod tests;
