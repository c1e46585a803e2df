//! caught by: tests::concurrency::of_two_who_count_at_once_both_are_counted
//! Adds in one statement, and reads in another when somebody else has added as well.

#[path = "../kata.rs"]
mod reference;

use sqlx::{Error, MySqlPool};

pub use reference::*;

pub async fn add(pool: &MySqlPool, counter: &str, amount: i64) -> Result<i64, Error> {
    let update = sqlx::query("UPDATE counter SET n = n + ? WHERE name = ?").bind(amount).bind(counter);
    update.execute(pool).await?;
    sqlx::query_scalar("SELECT n FROM counter WHERE name = ?").bind(counter).fetch_one(pool).await
}
