//! caught by: tests::concurrency::two_rooms_and_two_counters_do_not_wait_for_each_other
//! One lock for the whole building.

#[path = "../kata.rs"]
mod reference;

use sqlx::{Error, MySqlPool};

pub use reference::*;

pub async fn book(pool: &MySqlPool, room: i32, from: i32, until: i32) -> Result<bool, Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("SELECT id FROM room FOR UPDATE").execute(&mut *transaction).await?;
    let overlaps = sqlx::query_scalar("SELECT count(*) FROM booking WHERE room = ? AND starts < ? AND ends > ?");
    let overlaps: i64 = overlaps.bind(room).bind(until).bind(from).fetch_one(&mut *transaction).await?;
    if overlaps == 0 {
        let insert = sqlx::query("INSERT INTO booking (room, starts, ends) VALUES (?, ?, ?)");
        insert.bind(room).bind(from).bind(until).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(overlaps == 0)
}
