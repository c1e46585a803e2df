mod kata;
#[path = "../../../../exercises/stage03-databases/tests/mongo_query_engine/tests.rs"]
mod tests;
