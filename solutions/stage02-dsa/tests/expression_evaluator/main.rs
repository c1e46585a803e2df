mod kata;
#[path = "../../../../exercises/stage02-dsa/tests/expression_evaluator/tests.rs"]
mod tests;
