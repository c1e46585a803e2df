mod kata;
#[path = "../../../../exercises/stage03-databases/tests/joins_workout/tests.rs"]
mod tests;
