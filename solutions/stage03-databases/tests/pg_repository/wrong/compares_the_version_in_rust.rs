//! caught by: tests::concurrency::of_fifty_who_update_one_version_one_wins, tests::concurrency::an_update_that_had_to_wait_looks_at_the_version_again
//! Reads the version, compares it, and updates by id: between the two, others have read the same.

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
        let current = self.rest.get(id).await?.version;
        if current != version {
            return Err(RepoError::Conflict { current });
        }
        let update = sqlx::query_as(
            "UPDATE task SET title = COALESCE($2, title), notes = CASE WHEN $3 THEN $4 ELSE notes END,
            priority = COALESCE($5, priority), done = COALESCE($6, done), version = version + 1
            WHERE id = $1 RETURNING id, project_id, code, title, notes, priority, done, version",
        );
        let update = update.bind(id).bind(patch.title).bind(!matches!(patch.notes, Change::Keep));
        let notes = if let Change::Set(notes) = patch.notes { Some(notes) } else { None };
        let update = update.bind(notes).bind(patch.priority).bind(patch.done);
        update.fetch_optional(&self.pool).await?.ok_or(RepoError::NotFound)
    }
}
