mod kata;
#[path = "../../../../exercises/stage03-databases/tests/mariadb_port/tests.rs"]
mod tests;
