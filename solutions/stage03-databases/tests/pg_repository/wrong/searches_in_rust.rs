//! caught by: tests::complexity::a_search_is_sent_what_it_gives_and_no_more
//! Fetches the table and looks for the text itself: no wildcard, no escape, and every row goes over the wire.

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

    pub async fn search(&self, query: &Query) -> Result<Vec<Task>, RepoError> {
        let select = sqlx::query_as(
            "SELECT id, project_id, code, title, notes, priority, done, version FROM task ORDER BY priority, id",
        );
        let tasks: Vec<Task> = select.fetch_all(&self.pool).await?;
        let words = query.text.to_lowercase();
        let contains = |text: &str| text.to_lowercase().contains(&words);
        let is_met = |task: &Task| {
            (contains(&task.title) || task.notes.as_deref().is_some_and(contains))
                && query.project_id.is_none_or(|project_id| project_id == task.project_id)
                && query.done.is_none_or(|done| done == task.done)
        };
        Ok(tasks.into_iter().filter(is_met).take(query.limit as usize).collect())
    }
}
