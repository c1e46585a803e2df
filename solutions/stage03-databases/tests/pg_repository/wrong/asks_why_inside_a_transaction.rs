//! caught by: tests::concurrency::no_method_needs_a_second_connection
//! Begins a transaction, and asks the pool for a second connection before the first is given back.

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

    pub async fn update(&self, id: i64, version: i32, patch: Patch) -> Result<Task, RepoError> {
        let mut transaction = self.pool.begin().await?;
        let update = sqlx::query_as(
            "UPDATE task SET title = COALESCE($2, title), notes = CASE WHEN $3 THEN $4 ELSE notes END,
            priority = COALESCE($5, priority), done = COALESCE($6, done), version = version + 1
            WHERE id = $1 AND version = $7 RETURNING id, project_id, code, title, notes, priority, done, version",
        );
        let update = update.bind(id).bind(patch.title).bind(!matches!(patch.notes, Change::Keep));
        let notes = if let Change::Set(notes) = patch.notes { Some(notes) } else { None };
        let update = update.bind(notes).bind(patch.priority).bind(patch.done);
        match update.bind(version).fetch_optional(&mut *transaction).await? {
            Some(task) => {
                transaction.commit().await?;
                Ok(task)
            }
            None => Err(RepoError::Conflict { current: self.rest.get(id).await?.version }),
        }
    }
}
