//! caught by: tests::edge_cases::an_outage_is_not_an_answer
//! Says that there is no such task when there was no answer.

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
        let select = sqlx::query_as(
            "SELECT id, project_id, code, title, notes, priority, done, version FROM task WHERE id = $1",
        );
        select.bind(id).fetch_one(&self.pool).await.map_err(|_| RepoError::NotFound)
    }
}
