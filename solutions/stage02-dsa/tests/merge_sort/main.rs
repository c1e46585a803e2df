mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/merge_sort/tests.rs"]
mod tests;
