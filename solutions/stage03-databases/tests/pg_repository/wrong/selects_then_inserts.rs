//! caught by: tests::concurrency::an_upsert_that_had_to_wait_overwrites_what_came_before_it, tests::concurrency::upserts_of_one_code_make_one_task_and_a_version_each
//! Looks whether the code is there, then inserts or updates: somebody else may be quicker.

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
        let select = sqlx::query_as("SELECT id, version FROM task WHERE project_id = $1 AND code = $2");
        let found = select.bind(new.project_id).bind(&new.code).fetch_optional(&self.pool).await?;
        let Some((id, version)): Option<(i64, i32)> = found else { return self.rest.create(new).await };
        let notes = new.notes.map_or(Change::Clear, Change::Set);
        let patch = Patch { title: Some(new.title), notes, priority: Some(new.priority), done: None };
        self.rest.update(id, version, patch).await
    }
}
