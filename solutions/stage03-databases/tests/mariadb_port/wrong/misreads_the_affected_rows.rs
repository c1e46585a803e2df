//! caught by: tests::behaviour::an_upsert_says_whether_the_task_is_new
//! Takes any affected row for an inserted one: a changed row counts two.

#[path = "../kata.rs"]
mod reference;

use std::ops::Deref;

use sqlx::MySqlPool;

pub use reference::{Change, NewTask, Patch, RepoError, Saved, StockError, Task, schema};

pub struct MySqlTaskRepo {
    pool: MySqlPool,
    rest: reference::MySqlTaskRepo,
}

impl Deref for MySqlTaskRepo {
    type Target = reference::MySqlTaskRepo;

    fn deref(&self) -> &Self::Target {
        &self.rest
    }
}

impl MySqlTaskRepo {
    pub fn new(pool: MySqlPool) -> Self {
        Self { rest: reference::MySqlTaskRepo::new(pool.clone()), pool }
    }

    pub async fn upsert(&self, new: NewTask) -> Result<Saved, RepoError> {
        let upsert = sqlx::query("INSERT INTO task (project_id, code, title, notes, due) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE title = VALUES(title), notes = VALUES(notes), due = VALUES(due), version = version + 1").bind(new.project_id).bind(&new.code).bind(&new.title);
        let done = upsert.bind(&new.notes).bind(new.due).execute(&self.pool).await?;
        let select = sqlx::query_as("SELECT * FROM task WHERE project_id = ? AND code = ?");
        let task: Task = select.bind(new.project_id).bind(&new.code).fetch_one(&self.pool).await?;
        Ok(Saved { is_new: done.rows_affected() > 0, task })
    }
}
