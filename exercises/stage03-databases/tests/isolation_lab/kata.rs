//! Isolation lab: read `README.md`, then make the tests pass.

use sqlx::{Error, MySqlPool, PgPool};

/// What can go wrong between two transactions.
#[derive(Clone, Copy, Debug)]
pub enum Anomaly {
    /// One reads what the other has written and then takes back.
    DirtyRead,
    /// One reads one row before the other's change and another row after it.
    ReadSkew,
    /// Both read a value, and each overwrites it with what it made of it.
    LostUpdate,
    /// Both read the same rows, and each changes a different one.
    WriteSkew,
}

#[derive(Clone, Copy, Debug)]
pub enum Server {
    Postgres,
    MariaDb,
}

#[derive(Clone, Copy, Debug)]
pub enum Level {
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Serializable,
}

/// Who takes a step.
#[derive(Clone, Copy, Debug)]
pub enum Session {
    A,
    B,
}

/// One statement of one session. Its first one begins its transaction; `COMMIT` or `ROLLBACK` is its last.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub session: Session,
    pub sql: &'static str,
}

/// Steps of two sessions on the table `account` that lead to what could not come about if one transaction followed the
/// other.
pub fn schedule_for(anomaly: Anomaly) -> Vec<Step> {
    todo!("write the steps that show {anomaly:?}")
}

/// The weakest level at which this server never lets it happen.
pub fn weakest_level(server: Server, anomaly: Anomaly) -> Level {
    todo!("find the level of {server:?} that prevents {anomaly:?}")
}

/// Lets a doctor go off call, if somebody else in the ward stays on call. PostgreSQL.
///
/// Says whether the doctor was on call and now is not.
pub async fn leave_call(pool: &PgPool, ward: i32, doctor: i32) -> Result<bool, Error> {
    let _ = pool;
    todo!("take doctor {doctor} off call unless nobody else of ward {ward} is on call")
}

/// Adds to a counter, and gives what it says then. MariaDB.
pub async fn add(pool: &MySqlPool, counter: &str, amount: i64) -> Result<i64, Error> {
    let _ = pool;
    todo!("add {amount} to {counter}")
}

/// Books a room from an hour until just before another, if it is free all the time. MariaDB.
pub async fn book(pool: &MySqlPool, room: i32, from: i32, until: i32) -> Result<bool, Error> {
    let _ = pool;
    todo!("book room {room} from {from} until {until} unless a booking overlaps")
}
