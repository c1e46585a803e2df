//! Repository over MariaDB: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;

use sqlx::MySqlPool;
use sqlx::types::time::OffsetDateTime;

/// The tables `project`, `task`, `stock` and `reservation` in MariaDB's dialect: statements, with `;` between them.
pub fn schema() -> &'static str {
    todo!("write CREATE TABLE for what the README shows in PostgreSQL's dialect")
}

/// A task as it stands in the table.
#[derive(Clone, Debug)]
pub struct Task {
    /// Given by the database. Ids use all 64 bits.
    pub id: u64,
    pub project_id: u64,
    /// What people call it, such as `SHOP-12`: one of its kind in a project, letter by letter.
    pub code: String,
    pub title: String,
    pub notes: Option<String>,
    /// A moment, to the microsecond, wherever it is asked for.
    pub due: Option<OffsetDateTime>,
    pub done: bool,
    /// 1 at first, and one more with every change.
    pub version: u32,
}

/// What a task is made from. It begins undone.
#[derive(Clone, Debug)]
pub struct NewTask {
    pub project_id: u64,
    pub code: String,
    pub title: String,
    pub notes: Option<String>,
    pub due: Option<OffsetDateTime>,
}

/// What is to change of a task. `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    pub title: Option<String>,
    pub notes: Change,
    pub done: Option<bool>,
}

/// What is to become of a field that may be empty.
#[derive(Clone, Debug, Default)]
pub enum Change {
    #[default]
    Keep,
    Clear,
    Set(String),
}

/// What an upsert did.
#[derive(Clone, Debug)]
pub struct Saved {
    pub task: Task,
    /// Whether the task was not there before.
    pub is_new: bool,
}

/// Why the repository did not do what it was asked for.
#[derive(Debug)]
pub enum RepoError {
    /// No task has this id.
    NotFound,
    /// The task has changed since it was read. This is its version now.
    Conflict { current: u32 },
    /// The project has a task with this code already.
    Duplicate,
    /// There is no such project.
    UnknownProject,
    /// A value is not allowed.
    Invalid,
    /// Anything else, as it came.
    Database(sqlx::Error),
}

impl fmt::Display for RepoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = formatter;
        todo!("say what happened: {self:?}")
    }
}

impl Error for RepoError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        todo!("give what {self:?} came from")
    }
}

/// Why nothing was reserved.
#[derive(Debug)]
pub enum StockError {
    /// Nothing with this number is sold.
    UnknownSku(String),
    /// There are fewer left than were asked for.
    OutOfStock { sku: String, available: u32 },
    /// Others held the stock for too long, again and again.
    Busy,
    /// Anything else, as it came.
    Database(sqlx::Error),
}

impl fmt::Display for StockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = formatter;
        todo!("say what happened: {self:?}")
    }
}

impl Error for StockError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        todo!("give what {self:?} came from")
    }
}

/// The tasks of a database, and its stock.
#[derive(Clone)]
pub struct MySqlTaskRepo {
    pool: MySqlPool,
}

impl MySqlTaskRepo {
    /// The tasks of the database that `pool` leads to.
    pub fn new(pool: MySqlPool) -> Self {
        Self { pool }
    }

    /// Adds a task.
    pub async fn create(&self, new: NewTask) -> Result<Task, RepoError> {
        let _ = &self.pool;
        todo!("insert {new:?} and give the row back")
    }

    /// The task with this id.
    pub async fn get(&self, id: u64) -> Result<Task, RepoError> {
        let _ = &self.pool;
        todo!("select task {id}")
    }

    /// Changes a task that is still at `version`, and raises the version.
    pub async fn update(&self, id: u64, version: u32, patch: Patch) -> Result<Task, RepoError> {
        let _ = &self.pool;
        todo!("make {patch:?} of task {id} if it is still at version {version}")
    }

    /// Adds a task, or, where its project has one with this code, gives that one the new title, notes and due moment and
    /// raises its version.
    pub async fn upsert(&self, new: NewTask) -> Result<Saved, RepoError> {
        let _ = &self.pool;
        todo!("insert {new:?}, or write it over the task of that code")
    }

    /// At most `limit` tasks that have `text` in their title or notes, in upper or lower case, by id.
    pub async fn search(&self, text: &str, limit: u32) -> Result<Vec<Task>, RepoError> {
        let _ = &self.pool;
        todo!("find {limit} tasks that contain {text:?}")
    }

    /// Takes so many pieces of each line out of the stock and notes them down for the order; or does nothing.
    pub async fn reserve(&self, order: u64, lines: &[(&str, u32)]) -> Result<(), StockError> {
        let _ = &self.pool;
        todo!("reserve {lines:?} for order {order}, all or nothing, and try again after a deadlock")
    }
}
