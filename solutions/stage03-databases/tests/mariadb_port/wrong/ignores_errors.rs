//! caught by: tests::behaviour::what_the_tables_refuse_has_a_name
//! INSERT IGNORE does not fail where the code is taken, nor where the project does not exist.

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

    pub async fn create(&self, new: NewTask) -> Result<Task, RepoError> {
        let insert =
            sqlx::query("INSERT IGNORE INTO task (project_id, code, title, notes, due) VALUES (?, ?, ?, ?, ?)");
        let insert = insert.bind(new.project_id).bind(&new.code).bind(&new.title).bind(&new.notes).bind(new.due);
        insert.execute(&self.pool).await?;
        let select = sqlx::query_as("SELECT * FROM task WHERE project_id = ? AND code = ?");
        Ok(select.bind(new.project_id).bind(&new.code).fetch_one(&self.pool).await?)
    }
}
