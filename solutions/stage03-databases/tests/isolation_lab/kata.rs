//! Isolation lab.
//!
//! What a level promises is told by what it forbids, and the names are not enough: PostgreSQL's REPEATABLE READ works on a
//! snapshot and refuses to overwrite what it has not seen; MariaDB's reads from a snapshot too, but writes to the newest
//! row, so an update that is based on a read can be lost. Nobody has to know all that by heart to write a rule that holds:
//! each rule below locks, for as long as its transaction lasts, the rows that its decision depends on, and no others.

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
    use Session::{A, B};
    let steps: &[(Session, &'static str)] = match anomaly {
        Anomaly::DirtyRead => &[
            (A, "UPDATE account SET balance = 0 WHERE id = 1"),
            (B, "SELECT balance FROM account WHERE id = 1"),
            (A, "ROLLBACK"),
            (B, "COMMIT"),
        ],
        // A sees 100 before the transfer and 130 after it: 30 too many.
        Anomaly::ReadSkew => &[
            (A, "SELECT balance FROM account WHERE id = 1"),
            (B, "UPDATE account SET balance = balance - 30 WHERE id = 1"),
            (B, "UPDATE account SET balance = balance + 30 WHERE id = 2"),
            (B, "COMMIT"),
            (A, "SELECT balance FROM account WHERE id = 2"),
            (A, "COMMIT"),
        ],
        // Each adds to the 100 that it read.
        Anomaly::LostUpdate => &[
            (A, "SELECT balance FROM account WHERE id = 1"),
            (B, "SELECT balance FROM account WHERE id = 1"),
            (A, "UPDATE account SET balance = 110 WHERE id = 1"),
            (A, "COMMIT"),
            (B, "UPDATE account SET balance = 120 WHERE id = 1"),
            (B, "COMMIT"),
        ],
        // The sum must stay above zero: each sees 200, and takes 150 from an account of its own.
        Anomaly::WriteSkew => &[
            (A, "SELECT sum(balance) FROM account"),
            (B, "SELECT sum(balance) FROM account"),
            (A, "UPDATE account SET balance = balance - 150 WHERE id = 1"),
            (B, "UPDATE account SET balance = balance - 150 WHERE id = 2"),
            (A, "COMMIT"),
            (B, "COMMIT"),
        ],
    };
    steps.iter().map(|&(session, sql)| Step { session, sql }).collect()
}

/// The weakest level at which this server never lets it happen.
pub fn weakest_level(server: Server, anomaly: Anomaly) -> Level {
    match (anomaly, server) {
        // There is no reading of uncommitted data in PostgreSQL: the level is another name for the next one.
        (Anomaly::DirtyRead, Server::Postgres) => Level::ReadUncommitted,
        (Anomaly::DirtyRead, Server::MariaDb) => Level::ReadCommitted,
        (Anomaly::ReadSkew, _) | (Anomaly::LostUpdate, Server::Postgres) => Level::RepeatableRead,
        (Anomaly::LostUpdate, Server::MariaDb) | (Anomaly::WriteSkew, _) => Level::Serializable,
    }
}

/// Lets a doctor go off call, if somebody else in the ward stays on call. PostgreSQL.
///
/// Says whether the doctor was on call and now is not.
///
/// The decision depends on everybody who is on call in the ward, so these rows are locked, always in the same order. Who
/// had to wait for one of them sees it as it is then: at READ COMMITTED, a row that was changed meanwhile is looked at
/// again, and dropped where the condition no longer holds.
pub async fn leave_call(pool: &PgPool, ward: i32, doctor: i32) -> Result<bool, Error> {
    let mut transaction = pool.begin().await?;
    let select = "SELECT id FROM doctor WHERE ward = $1 AND on_call ORDER BY id FOR UPDATE";
    let on_call: Vec<i32> = sqlx::query_scalar(select).bind(ward).fetch_all(&mut *transaction).await?;
    let may_leave = on_call.contains(&doctor) && on_call.len() > 1;
    if may_leave {
        let update = sqlx::query("UPDATE doctor SET on_call = false WHERE id = $1").bind(doctor);
        update.execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(may_leave)
}

/// Adds to a counter, and gives what it says then. `MariaDB`.
///
/// The database does the sum, on the newest value. The row stays locked until the end of the transaction, so what is read
/// after it is what this call has written.
pub async fn add(pool: &MySqlPool, counter: &str, amount: i64) -> Result<i64, Error> {
    let mut transaction = pool.begin().await?;
    let update = sqlx::query("UPDATE counter SET n = n + ? WHERE name = ?").bind(amount).bind(counter);
    update.execute(&mut *transaction).await?;
    let select = sqlx::query_scalar("SELECT n FROM counter WHERE name = ?").bind(counter);
    let n = select.fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(n)
}

/// Books a room from an hour until just before another, if it is free all the time. `MariaDB`.
///
/// The decision depends on bookings that do not exist, and what does not exist cannot be locked, except by gaps, which the
/// neighbours need too. So the room stands for all its bookings. It is locked before anything is read: a snapshot begins with
/// the first plain read, and one from before the wait would not show who was quicker.
pub async fn book(pool: &MySqlPool, room: i32, from: i32, until: i32) -> Result<bool, Error> {
    let mut transaction = pool.begin().await?;
    let lock = sqlx::query("SELECT id FROM room WHERE id = ? FOR UPDATE").bind(room);
    lock.execute(&mut *transaction).await?;
    let overlaps = sqlx::query_scalar("SELECT count(*) FROM booking WHERE room = ? AND starts < ? AND ends > ?");
    let overlaps: i64 = overlaps.bind(room).bind(until).bind(from).fetch_one(&mut *transaction).await?;
    if overlaps == 0 {
        let insert = sqlx::query("INSERT INTO booking (room, starts, ends) VALUES (?, ?, ?)");
        insert.bind(room).bind(from).bind(until).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(overlaps == 0)
}
