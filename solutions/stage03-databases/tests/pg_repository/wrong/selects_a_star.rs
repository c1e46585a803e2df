//! caught by: tests::edge_cases::a_migration_that_adds_a_column_breaks_nothing
//! Prepares `SELECT *`, which the server refuses to carry out again when a column has come.

#[path = "../kata.rs"]
mod reference;

use std::ops::Deref;

use sqlx::PgPool;

pub use reference::{Change, NewTask, Patch, Query, RepoError, Task};

pub struct TaskRepo {
    pool: PgPool,
    rest: reference::TaskRepo,
}

impl Deref for TaskRepo {
    type Target = reference::TaskRepo;

    fn deref(&self) -> &Self::Target {
        &self.rest
    }
}

impl TaskRepo {
    pub fn new(pool: PgPool) -> Self {
        Self { rest: reference::TaskRepo::new(pool.clone()), pool }
    }

    pub async fn get(&self, id: i64) -> Result<Task, RepoError> {
        let select = sqlx::query_as("SELECT * FROM task WHERE id = $1");
        select.bind(id).fetch_optional(&self.pool).await?.ok_or(RepoError::NotFound)
    }
}
