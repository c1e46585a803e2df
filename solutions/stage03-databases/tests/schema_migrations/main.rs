mod kata;
#[path = "../../../../exercises/stage03-databases/tests/schema_migrations/tests.rs"]
mod tests;
