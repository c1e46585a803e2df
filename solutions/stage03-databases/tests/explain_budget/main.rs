mod kata;
#[path = "../../../../exercises/stage03-databases/tests/explain_budget/tests.rs"]
mod tests;
