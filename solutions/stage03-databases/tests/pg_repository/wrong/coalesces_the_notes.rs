//! caught by: tests::behaviour::notes_can_be_cleared
//! Takes NULL for "leave it", so notes can never be cleared.

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
        let update = sqlx::query_as(
            "UPDATE task SET title = COALESCE($2, title), notes = COALESCE($3, notes),
            priority = COALESCE($4, priority), done = COALESCE($5, done), version = version + 1
            WHERE id = $1 AND version = $6 RETURNING id, project_id, code, title, notes, priority, done, version",
        );
        let update = update.bind(id).bind(patch.title);
        let notes = if let Change::Set(notes) = patch.notes { Some(notes) } else { None };
        let update = update.bind(notes).bind(patch.priority).bind(patch.done);
        match update.bind(version).fetch_optional(&self.pool).await? {
            Some(task) => Ok(task),
            None => Err(RepoError::Conflict { current: self.rest.get(id).await?.version }),
        }
    }
}
