mod kata;
#[path = "../../../../exercises/stage03-databases/tests/store_chooser/tests.rs"]
mod tests;
