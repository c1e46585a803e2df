//! caught by: tests::edge_cases::wildcards_in_a_search_stand_for_themselves, tests::properties::a_search_finds_just_what_contains_the_text
//! Escapes one character after the other, the backslash last, and so the backslashes that it has just put in.

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
        let text = query.text.replace('%', r"\%").replace('_', r"\_").replace('\\', r"\\");
        let select = sqlx::query_as(
            "SELECT id, project_id, code, title, notes, priority, done, version FROM task
            WHERE (title ILIKE $1 OR notes ILIKE $1) AND ($2 IS NULL OR project_id = $2) AND ($3 IS NULL OR done = $3)
            ORDER BY priority, id LIMIT $4",
        );
        let select = select.bind(format!("%{text}%")).bind(query.project_id).bind(query.done);
        Ok(select.bind(i64::from(query.limit)).fetch_all(&self.pool).await?)
    }
}
