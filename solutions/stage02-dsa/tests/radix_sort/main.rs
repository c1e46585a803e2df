mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/radix_sort/tests.rs"]
mod tests;
