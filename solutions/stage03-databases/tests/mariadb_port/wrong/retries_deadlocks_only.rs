//! caught by: tests::concurrency::a_lock_that_does_not_come_in_time_is_tried_again_from_the_start, tests::concurrency::whoever_holds_the_stock_too_long_is_outlasted
//! Knows 1213 and not 1205, and goes through the lines as they come.

#[path = "../kata.rs"]
mod reference;

use std::ops::Deref;

use sqlx::mysql::MySqlDatabaseError;
use sqlx::{MySqlConnection, MySqlPool};

pub use reference::{Change, NewTask, Patch, RepoError, Saved, StockError, Task, schema};

pub struct MySqlTaskRepo {
    pool: MySqlPool,
    rest: reference::MySqlTaskRepo,
}

impl Deref for MySqlTaskRepo {
    type Target = reference::MySqlTaskRepo;

    fn deref(&self) -> &Self::Target {
        &self.rest
    }
}

impl MySqlTaskRepo {
    pub fn new(pool: MySqlPool) -> Self {
        Self { rest: reference::MySqlTaskRepo::new(pool.clone()), pool }
    }

    pub async fn reserve(&self, order: u64, lines: &[(&str, u32)]) -> Result<(), StockError> {
        'attempts: for _ in 0..10 {
            let mut transaction = self.pool.begin().await?;
            for &(sku, quantity) in lines {
                match take(&mut transaction, order, sku, quantity).await {
                    Err(error) if number(&error) == Some(1213) => continue 'attempts,
                    result => result?,
                }
            }
            return Ok(transaction.commit().await?);
        }
        Err(StockError::Busy)
    }
}

async fn take(connection: &mut MySqlConnection, order: u64, sku: &str, quantity: u32) -> Result<(), StockError> {
    let update = sqlx::query("UPDATE stock SET available = available - ? WHERE sku = ? AND available >= ?");
    let update = update.bind(quantity).bind(sku).bind(quantity).execute(&mut *connection);
    if update.await?.rows_affected() == 0 {
        let select = sqlx::query_scalar("SELECT available FROM stock WHERE sku = ?").bind(sku);
        let sku = sku.to_owned();
        return Err(match select.fetch_optional(&mut *connection).await? {
            Some(available) => StockError::OutOfStock { sku, available },
            None => StockError::UnknownSku(sku),
        });
    }
    let insert = sqlx::query(
        "INSERT INTO reservation (order_id, sku, quantity) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE quantity = quantity + VALUES(quantity)",
    );
    insert.bind(order).bind(sku).bind(quantity).execute(connection).await?;
    Ok(())
}

fn number(error: &StockError) -> Option<u16> {
    let StockError::Database(error) = error else { return None };
    Some(error.as_database_error()?.try_downcast_ref::<MySqlDatabaseError>()?.number())
}
