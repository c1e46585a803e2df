mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/trie_autocomplete/tests.rs"]
mod tests;
