mod kata;
#[path = "../../../../exercises/stage03-databases/tests/query_rewrite/tests.rs"]
mod tests;
