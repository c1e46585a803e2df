mod kata;
#[path = "../../../../exercises/stage03-databases/tests/mongo_documents/tests.rs"]
mod tests;
