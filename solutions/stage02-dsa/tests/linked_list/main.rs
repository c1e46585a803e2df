mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/linked_list/tests.rs"]
mod tests;
