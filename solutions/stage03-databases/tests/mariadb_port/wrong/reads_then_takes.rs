//! caught by: tests::concurrency::sixty_four_buyers_get_what_is_there_and_no_more
//! Reads how many there are, and writes back what is left.

#[path = "../kata.rs"]
mod reference;

use std::ops::Deref;

use sqlx::MySqlPool;

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
            let select = sqlx::query_scalar("SELECT available FROM stock WHERE sku = ?").bind(sku);
            let available: Option<u32> = select.fetch_optional(&mut *transaction).await?;
            let available = available.ok_or_else(|| StockError::UnknownSku(sku.to_owned()))?;
            let left = available.checked_sub(quantity);
            let left = left.ok_or_else(|| StockError::OutOfStock { sku: sku.to_owned(), available })?;
            let update = sqlx::query("UPDATE stock SET available = ? WHERE sku = ?").bind(left).bind(sku);
            update.execute(&mut *transaction).await?;
            let insert = sqlx::query("INSERT INTO reservation (order_id, sku, quantity) VALUES (?, ?, ?)");
            insert.bind(order).bind(sku).bind(quantity).execute(&mut *transaction).await?;
        }
        Ok(transaction.commit().await?)
    }
}
