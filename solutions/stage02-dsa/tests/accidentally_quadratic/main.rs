mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/accidentally_quadratic/tests.rs"]
mod tests;
