mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/merge_intervals/tests.rs"]
mod tests;
