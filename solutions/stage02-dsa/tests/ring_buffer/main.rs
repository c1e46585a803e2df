mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/ring_buffer/tests.rs"]
mod tests;
