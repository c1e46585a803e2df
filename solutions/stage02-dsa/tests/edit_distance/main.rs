mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/edit_distance/tests.rs"]
mod tests;
