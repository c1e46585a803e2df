mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/complexity_estimator/tests.rs"]
mod tests;
