//! caught by: tests::concurrency::another_error_is_not_tried_again
//! Takes every error for one that goes away.

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
        'attempts: for _ in 0..5 {
            let mut transaction = self.pool.begin().await?;
            for &(sku, quantity) in lines {
                match take(&mut transaction, order, sku, quantity).await {
                    Err(StockError::Database(_)) => continue 'attempts,
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
