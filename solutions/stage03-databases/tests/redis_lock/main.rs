mod kata;
#[path = "../../../../exercises/stage03-databases/tests/redis_lock/tests.rs"]
mod tests;
