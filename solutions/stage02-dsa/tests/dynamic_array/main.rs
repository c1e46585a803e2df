mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/dynamic_array/tests.rs"]
mod tests;
