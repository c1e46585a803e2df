//! caught by: tests::behaviour::an_upsert_leaves_what_it_was_not_given, tests::behaviour::an_upsert_creates_at_first_and_then_overwrites_and_raises_the_version
//! Deletes the row and inserts another: a new id, version 1, undone, and its comments are gone.

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
        let delete = sqlx::query("DELETE FROM task WHERE project_id = $1 AND code = $2");
        delete.bind(new.project_id).bind(&new.code).execute(&self.pool).await?;
        self.rest.create(new).await
    }
}
