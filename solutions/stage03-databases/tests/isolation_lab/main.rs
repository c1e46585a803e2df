mod kata;
#[path = "../../../../exercises/stage03-databases/tests/isolation_lab/tests.rs"]
mod tests;
