mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/glob_match/tests.rs"]
mod tests;
