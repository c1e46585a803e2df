mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/quick_select/tests.rs"]
mod tests;
