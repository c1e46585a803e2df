//! caught by: tests::concurrency::of_two_who_count_at_once_both_are_counted
//! Reads, adds in Rust, and writes: at REPEATABLE READ, MariaDB lets it overwrite.

#[path = "../kata.rs"]
mod reference;

use sqlx::{Error, MySqlPool};

pub use reference::*;

pub async fn add(pool: &MySqlPool, counter: &str, amount: i64) -> Result<i64, Error> {
    let mut transaction = pool.begin().await?;
    let select = sqlx::query_scalar("SELECT n FROM counter WHERE name = ?").bind(counter);
    let n: i64 = select.fetch_one(&mut *transaction).await?;
    let update = sqlx::query("UPDATE counter SET n = ? WHERE name = ?").bind(n + amount).bind(counter);
    update.execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(n + amount)
}
