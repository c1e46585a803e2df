mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/binary_heap/tests.rs"]
mod tests;
