mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/anagram_groups/tests.rs"]
mod tests;
