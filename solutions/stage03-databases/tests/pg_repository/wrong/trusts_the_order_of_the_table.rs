//! caught by: tests::behaviour::a_search_filters_sorts_and_then_limits
//! Limits in the database and sorts what came: other rows come than the first ones.

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
        if query.text.contains('\0') {
            return Ok(Vec::new());
        }
        let text = query.text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
        let select = sqlx::query_as(
            "SELECT id, project_id, code, title, notes, priority, done, version FROM task
            WHERE (title ILIKE $1 OR notes ILIKE $1) AND ($2 IS NULL OR project_id = $2) AND ($3 IS NULL OR done = $3)
            LIMIT $4",
        );
        let select = select.bind(format!("%{text}%")).bind(query.project_id).bind(query.done);
        let mut tasks: Vec<Task> = select.bind(i64::from(query.limit)).fetch_all(&self.pool).await?;
        tasks.sort_by_key(|task| (task.priority, task.id));
        Ok(tasks)
    }
}
