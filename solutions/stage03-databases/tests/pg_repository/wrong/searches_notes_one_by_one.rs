//! caught by: tests::complexity::each_method_is_one_statement, tests::concurrency::no_method_needs_a_second_connection
//! Streams the ids that are found and gets each task by a statement of its own, on a second connection.

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
        let mut connection = self.pool.acquire().await?;
        let ids = sqlx::query_scalar(
            "SELECT id FROM task WHERE (strpos(lower(title), lower($1)) > 0 OR strpos(lower(notes), lower($1)) > 0)
            AND ($2 IS NULL OR project_id = $2) AND ($3 IS NULL OR done = $3) ORDER BY priority, id LIMIT $4",
        );
        let ids = ids.bind(query.text.replace('\0', "\u{1}")).bind(query.project_id).bind(query.done);
        let ids: Vec<i64> = ids.bind(i64::from(query.limit)).fetch_all(&mut *connection).await?;
        let mut tasks = Vec::new();
        for id in ids {
            tasks.push(self.rest.get(id).await?);
        }
        Ok(tasks)
    }
}
