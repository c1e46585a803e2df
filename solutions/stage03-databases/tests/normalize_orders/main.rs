mod kata;
#[path = "../../../../exercises/stage03-databases/tests/normalize_orders/tests.rs"]
mod tests;
