mod kata;
#[path = "../../../../exercises/stage03-databases/tests/transfer_tx/tests.rs"]
mod tests;
