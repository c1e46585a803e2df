//! caught by: tests::behaviour::each_server_has_its_weakest_level_against_each_anomaly
//! Takes what MariaDB calls REPEATABLE READ for what PostgreSQL calls so.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn weakest_level(_server: Server, anomaly: Anomaly) -> Level {
    reference::weakest_level(Server::Postgres, anomaly)
}
