mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/sliding_window_max/tests.rs"]
mod tests;
