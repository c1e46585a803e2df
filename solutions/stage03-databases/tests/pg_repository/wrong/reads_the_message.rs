//! caught by: tests::edge_cases::errors_are_told_by_their_code_and_not_by_their_words
//! Tells errors apart by the words of their messages.

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

    pub async fn create(&self, new: NewTask) -> Result<Task, RepoError> {
        let insert = sqlx::query_as(
            "INSERT INTO task (project_id, code, title, notes, priority) VALUES ($1, $2, $3, $4, $5)
            RETURNING id, project_id, code, title, notes, priority, done, version",
        );
        let insert = insert.bind(new.project_id).bind(new.code).bind(new.title);
        insert.bind(new.notes).bind(new.priority).fetch_one(&self.pool).await.map_err(refusal)
    }
}

fn refusal(error: sqlx::Error) -> RepoError {
    let words = error.to_string();
    let Some(refusal) = error.as_database_error() else { return RepoError::Database(error) };
    if words.contains("duplicate key") {
        RepoError::Duplicate
    } else if words.contains("foreign key") {
        RepoError::UnknownProject
    } else if words.contains("check constraint") || words.contains("invalid byte sequence") {
        RepoError::Invalid(refusal.constraint().unwrap_or(refusal.message()).to_owned())
    } else {
        RepoError::Database(error)
    }
}
