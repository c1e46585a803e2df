//! caught by: tests::concurrency::a_deadlock_is_tried_again, tests::concurrency::a_lock_that_does_not_come_in_time_is_tried_again_from_the_start, tests::concurrency::whoever_holds_the_stock_too_long_is_outlasted
//! Takes "try restarting transaction" for an error like any other.

#[path = "../kata.rs"]
mod reference;

use std::ops::Deref;

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
        let mut transaction = self.pool.begin().await?;
        for &(sku, quantity) in lines {
            take(&mut transaction, order, sku, quantity).await?;
        }
        Ok(transaction.commit().await?)
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
