mod kata;
#[path = "../../../../exercises/stage03-databases/tests/pg_repository/tests.rs"]
mod tests;
