//! caught by: tests::behaviour::an_upsert_creates_at_first_and_then_overwrites_and_raises_the_version
//! Overwrites by upsert and leaves the version: who holds it overwrites the upsert unseen.

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

    pub async fn upsert(&self, new: NewTask) -> Result<Task, RepoError> {
        let upsert = sqlx::query_as(
            "INSERT INTO task (project_id, code, title, notes, priority) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (project_id, code) DO UPDATE SET title = EXCLUDED.title, notes = EXCLUDED.notes, priority = EXCLUDED.priority
            RETURNING id, project_id, code, title, notes, priority, done, version",
        );
        let upsert = upsert.bind(new.project_id).bind(new.code).bind(new.title);
        Ok(upsert.bind(new.notes).bind(new.priority).fetch_one(&self.pool).await?)
    }
}
