//! Repository over PostgreSQL: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;

use sqlx::PgPool;

/// A task as it stands in the table.
#[derive(Clone, Debug)]
pub struct Task {
    /// Given by the database.
    pub id: i64,
    pub project_id: i64,
    /// What people call it, such as `SHOP-12`: one of its kind in a project.
    pub code: String,
    pub title: String,
    pub notes: Option<String>,
    /// From 1, the most urgent, to 5.
    pub priority: i16,
    pub done: bool,
    /// 1 at first, and one more with every change.
    pub version: i32,
}

/// What a task is made from. It begins undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    pub project_id: i64,
    pub code: String,
    pub title: String,
    pub notes: Option<String>,
    pub priority: i16,
}

/// What is to change of a task. `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    pub title: Option<String>,
    pub notes: Change,
    pub priority: Option<i16>,
    pub done: Option<bool>,
}

/// What is to become of a field that may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change {
    #[default]
    Keep,
    Clear,
    Set(String),
}

/// Which tasks are looked for. `None` asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Stands somewhere in the title or in the notes, in upper or lower case. Empty text stands everywhere.
    pub text: String,
    pub project_id: Option<i64>,
    pub done: Option<bool>,
    /// At most so many tasks are wanted.
    pub limit: u32,
}

/// Why the repository did not do what it was asked for.
#[derive(Debug)]
pub enum RepoError {
    /// No task has this id.
    NotFound,
    /// The task has changed since it was read. This is its version now.
    Conflict { current: i32 },
    /// The project has a task with this code already.
    Duplicate,
    /// There is no such project.
    UnknownProject,
    /// A value is not allowed: the name of the constraint that says so, or the server's words where no constraint does.
    Invalid(String),
    /// Anything else, as it came.
    Database(sqlx::Error),
}

impl fmt::Display for RepoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = formatter;
        todo!("say in words what {self:?} means")
    }
}

impl Error for RepoError {
    /// The error that this one came from, where there is one.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        todo!("give the error that {self:?} came from")
    }
}

/// The tasks of a database.
#[derive(Clone)]
pub struct TaskRepo {
    pool: PgPool,
}

impl TaskRepo {
    /// The tasks of the database that `pool` leads to.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Adds a task.
    pub async fn create(&self, new: NewTask) -> Result<Task, RepoError> {
        let _ = &self.pool;
        todo!("insert {new:?} and give the row back")
    }

    /// The task with this id.
    pub async fn get(&self, id: i64) -> Result<Task, RepoError> {
        let _ = &self.pool;
        todo!("select task {id}")
    }

    /// Changes a task that is still at `version`, and raises the version.
    pub async fn update(&self, id: i64, version: i32, patch: Patch) -> Result<Task, RepoError> {
        let _ = &self.pool;
        todo!("make {patch:?} of task {id} if it is still at version {version}")
    }

    /// Takes a task away that is still at `version`.
    pub async fn delete(&self, id: i64, version: i32) -> Result<(), RepoError> {
        let _ = &self.pool;
        todo!("delete task {id} if it is still at version {version}")
    }

    /// Adds a task, or, where its project has one with this code, gives that one the new title, notes and priority and
    /// raises its version.
    pub async fn upsert(&self, new: NewTask) -> Result<Task, RepoError> {
        let _ = &self.pool;
        todo!("insert {new:?}, or write it over the task of that code")
    }

    /// The tasks that `query` asks for, by priority, then by id.
    pub async fn search(&self, query: &Query) -> Result<Vec<Task>, RepoError> {
        let _ = &self.pool;
        todo!("find what {query:?} asks for")
    }
}
