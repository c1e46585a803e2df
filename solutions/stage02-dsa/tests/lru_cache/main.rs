mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/lru_cache/tests.rs"]
mod tests;
