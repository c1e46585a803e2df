//! caught by: tests::concurrency::of_two_who_book_one_room_at_once_one_gets_it
//! Looks whether the room is free, and books it, without a lock.

#[path = "../kata.rs"]
mod reference;

use sqlx::{Error, MySqlPool};

pub use reference::*;

pub async fn book(pool: &MySqlPool, room: i32, from: i32, until: i32) -> Result<bool, Error> {
    let mut transaction = pool.begin().await?;
    let overlaps = sqlx::query_scalar("SELECT count(*) FROM booking WHERE room = ? AND starts < ? AND ends > ?");
    let overlaps: i64 = overlaps.bind(room).bind(until).bind(from).fetch_one(&mut *transaction).await?;
    if overlaps == 0 {
        let insert = sqlx::query("INSERT INTO booking (room, starts, ends) VALUES (?, ?, ?)");
        insert.bind(room).bind(from).bind(until).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(overlaps == 0)
}
