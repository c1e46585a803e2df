//! caught by: tests::edge_cases::a_search_takes_its_text_literally
//! Puts the text into a pattern as it is.

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

    pub async fn search(&self, text: &str, limit: u32) -> Result<Vec<Task>, RepoError> {
        let pattern = format!("%{text}%");
        let select = sqlx::query_as("SELECT * FROM task WHERE title LIKE ? OR notes LIKE ? ORDER BY id LIMIT ?");
        Ok(select.bind(&pattern).bind(&pattern).bind(limit).fetch_all(&self.pool).await?)
    }
}
