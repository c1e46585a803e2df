//! caught by: tests::edge_cases::hostile_text_is_stored_and_found_as_it_is, tests::complexity::the_statements_do_not_depend_on_the_values
//! Puts the text between quotes into the SQL.

#[path = "../kata.rs"]
mod reference;

use std::ops::Deref;

use sqlx::AssertSqlSafe;
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
        let text = query.text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
        let sql = format!(
            "SELECT * FROM task WHERE (title ILIKE '%{text}%' OR notes ILIKE '%{text}%') AND ($1 IS NULL OR project_id = $1) \
             AND ($2 IS NULL OR done = $2) ORDER BY priority, id LIMIT {}",
            query.limit
        );
        let select = sqlx::query_as(AssertSqlSafe(sql)).bind(query.project_id).bind(query.done);
        Ok(select.fetch_all(&self.pool).await?)
    }
}
