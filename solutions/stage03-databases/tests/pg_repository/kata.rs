//! Repository over PostgreSQL.
//!
//! Each method is one statement, and every promise is kept by that statement alone: the version is compared where the
//! row is changed, the code is looked for where the row is inserted. Whatever is first read and then written, by two
//! statements, leaves a gap in which somebody else writes.
//!
//! Values never become part of the SQL. They travel beside it, as parameters, so that no value can be taken for SQL, and
//! the server plans each statement once for a connection.

use std::error::Error;
use std::fmt;

use sqlx::{FromRow, PgPool};

/// A task as it stands in the table. Columns are found by their names.
#[derive(Clone, Debug, FromRow)]
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

/// The one place where the database's errors become ours.
///
/// Only the SQLSTATE is asked. The message is made for people: it depends on the server's version and language, and
/// quotes names and values that may say anything.
impl From<sqlx::Error> for RepoError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(refusal) = &error else { return Self::Database(error) };
        match refusal.code().as_deref() {
            Some("23505") => Self::Duplicate,
            Some("23503") => Self::UnknownProject,
            // A check, or a character that no text can hold: U+0000.
            Some("23514" | "22021") => Self::Invalid(refusal.constraint().unwrap_or(refusal.message()).to_owned()),
            _ => Self::Database(error),
        }
    }
}

impl fmt::Display for RepoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => write!(formatter, "there is no such task"),
            Self::Conflict { current } => write!(formatter, "the task has changed and is at version {current} now"),
            Self::Duplicate => write!(formatter, "the project has a task with this code"),
            Self::UnknownProject => write!(formatter, "there is no such project"),
            Self::Invalid(what) => write!(formatter, "a value is not allowed: {what}"),
            // The cause is not repeated here: whoever prints the chain of errors finds it in `source`.
            Self::Database(_) => write!(formatter, "the database failed"),
        }
    }
}

impl Error for RepoError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

/// The columns of a [`Task`]. A `*` would be shorter, and would break every prepared statement on the day that a
/// migration adds a column: "cached plan must not change result type". It is a macro because `concat!` takes literals,
/// and a literal is what sqlx accepts as SQL without further ado: what is known when the program is compiled cannot
/// have come from a user.
macro_rules! columns {
    () => {
        "id, project_id, code, title, notes, priority, done, version"
    };
}

/// The tasks of a database.
#[derive(Clone)]
pub struct TaskRepo {
    /// Each statement takes a connection of it for as long as it lasts, and none waits for a second one while it holds
    /// the first.
    pool: PgPool,
}

impl TaskRepo {
    /// The tasks of the database that `pool` leads to.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Adds a task.
    ///
    /// Whether the code is free and the project is there is not asked beforehand: the answer might be out of date when
    /// the row comes. The constraints are asked at the right moment, and always.
    pub async fn create(&self, new: NewTask) -> Result<Task, RepoError> {
        let insert = concat!(
            "INSERT INTO task (project_id, code, title, notes, priority) VALUES ($1, $2, $3, $4, $5) RETURNING ",
            columns!()
        );
        Ok(self.save(insert, new).await?)
    }

    /// The task with this id.
    pub async fn get(&self, id: i64) -> Result<Task, RepoError> {
        let select = sqlx::query_as(concat!("SELECT ", columns!(), " FROM task WHERE id = $1"));
        select.bind(id).fetch_optional(&self.pool).await?.ok_or(RepoError::NotFound)
    }

    /// Changes a task that is still at `version`, and raises the version.
    ///
    /// The comparison is part of the `UPDATE`. When somebody else is changing the row, the statement waits for them and
    /// then compares again with what they left: of all who read one version, one wins.
    pub async fn update(&self, id: i64, version: i32, patch: Patch) -> Result<Task, RepoError> {
        // `COALESCE` cannot tell "leave it" from "make it NULL", so for the notes a flag says whether they change.
        let (changes_notes, notes) = match patch.notes {
            Change::Keep => (false, None),
            Change::Clear => (true, None),
            Change::Set(notes) => (true, Some(notes)),
        };
        let update = sqlx::query_as(concat!(
            "UPDATE task SET title = COALESCE($3, title), notes = CASE WHEN $4 THEN $5 ELSE notes END, ",
            "priority = COALESCE($6, priority), done = COALESCE($7, done), version = version + 1 ",
            "WHERE id = $1 AND version = $2 RETURNING ",
            columns!()
        ));
        let update = update.bind(id).bind(version).bind(patch.title).bind(changes_notes).bind(notes);
        match update.bind(patch.priority).bind(patch.done).fetch_optional(&self.pool).await? {
            Some(task) => Ok(task),
            None => Err(self.why_untouched(id).await),
        }
    }

    /// Takes a task away that is still at `version`.
    pub async fn delete(&self, id: i64, version: i32) -> Result<(), RepoError> {
        let delete = sqlx::query("DELETE FROM task WHERE id = $1 AND version = $2").bind(id).bind(version);
        match delete.execute(&self.pool).await?.rows_affected() {
            0 => Err(self.why_untouched(id).await),
            _ => Ok(()),
        }
    }

    /// Adds a task, or, where its project has one with this code, gives that one the new title, notes and priority and
    /// raises its version.
    ///
    /// `ON CONFLICT` waits for whoever inserts the same code just now, and then sees their row. It names its columns: a
    /// clash in any other unique index stays an error.
    pub async fn upsert(&self, new: NewTask) -> Result<Task, RepoError> {
        let upsert = concat!(
            "INSERT INTO task (project_id, code, title, notes, priority) VALUES ($1, $2, $3, $4, $5) ",
            "ON CONFLICT (project_id, code) DO UPDATE SET title = EXCLUDED.title, notes = EXCLUDED.notes, ",
            "priority = EXCLUDED.priority, version = task.version + 1 RETURNING ",
            columns!()
        );
        Ok(self.save(upsert, new).await?)
    }

    /// The tasks that `query` asks for, by priority, then by id.
    ///
    /// One statement for all combinations of filters: a filter that is NULL lets every row through.
    pub async fn search(&self, query: &Query) -> Result<Vec<Task>, RepoError> {
        // No text in the table can hold it, and the server would refuse it even in a question.
        if query.text.contains('\0') {
            return Ok(Vec::new());
        }
        let select = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM task WHERE (title ILIKE $1 OR notes ILIKE $1) AND ($2 IS NULL OR project_id = $2) ",
            "AND ($3 IS NULL OR done = $3) ORDER BY priority, id LIMIT $4"
        ));
        let select = select.bind(containing(&query.text)).bind(query.project_id).bind(query.done);
        Ok(select.bind(i64::from(query.limit)).fetch_all(&self.pool).await?)
    }

    /// Carries out an `INSERT` of the five values of a new task, and gives the row that comes of it.
    async fn save(&self, sql: &'static str, new: NewTask) -> Result<Task, sqlx::Error> {
        let insert = sqlx::query_as(sql).bind(new.project_id).bind(new.code).bind(new.title);
        insert.bind(new.notes).bind(new.priority).fetch_one(&self.pool).await
    }

    /// Why a statement for a certain version of a task met no row.
    ///
    /// This comes after the decision and takes no part in it, so a version that is out of date again does no harm.
    async fn why_untouched(&self, id: i64) -> RepoError {
        match self.get(id).await {
            Ok(task) => RepoError::Conflict { current: task.version },
            Err(error) => error,
        }
    }
}

/// A pattern for `LIKE` that is met by whatever contains `text` as it is.
///
/// In a pattern `%` and `_` stand for other characters unless a backslash comes before them, and so does the backslash.
fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
