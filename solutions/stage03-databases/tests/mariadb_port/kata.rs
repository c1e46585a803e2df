//! Repository over MariaDB.
//!
//! What was one statement with `RETURNING` in PostgreSQL is one here for an insert, and two in a transaction for an update.
//! The rest of the port is in the tables: which characters are equal is a property of a column (its collation), and so is
//! what a moment means and how large a number can be. A promise that a column keeps needs no code.
//!
//! `InnoDB` ends a transaction that is part of a deadlock, and a statement that has waited too long for a lock. Neither is a
//! failure of the request: everything is rolled back and tried again, a few times.

use std::collections::BTreeMap;
use std::time::Duration;
use std::{error, fmt};

use sqlx::mysql::{MySqlConnection, MySqlDatabaseError};
use sqlx::types::time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};
use sqlx::{Error, FromRow, MySqlPool};

/// The tables `project`, `task`, `stock` and `reservation` in MariaDB's dialect: statements, with `;` between them.
///
/// - `code` and `sku` are compared byte by byte: `nopad`, since a comparison otherwise takes spaces at the end for
///   nothing.
/// - Title and notes are compared as people do. `unicode_520` knows characters beyond the basic plane; to the default,
///   `general`, all of them are the same one.
/// - `DATETIME(6)` holds what it is given, and it is given UTC. A `TIMESTAMP` is converted by the zone of whoever asks, ends
///   in 2038, and both keep whole seconds where nothing is said.
/// - The checks hold in whatever `sql_mode` a session has. The columns are wider than the checks allow, or else a session
///   that is not strict would cut a value until it fits.
pub fn schema() -> &'static str {
    "CREATE TABLE project (id BIGINT UNSIGNED PRIMARY KEY, name VARCHAR(200) NOT NULL) CHARACTER SET utf8mb4;
    CREATE TABLE task (
        id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
        project_id BIGINT UNSIGNED NOT NULL,
        code VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL CHECK (char_length(code) BETWEEN 1 AND 40),
        title VARCHAR(1000) NOT NULL CHECK (char_length(title) BETWEEN 1 AND 80),
        notes TEXT,
        due DATETIME(6),
        done BOOLEAN NOT NULL DEFAULT false,
        version INT UNSIGNED NOT NULL DEFAULT 1,
        CONSTRAINT task_code UNIQUE (project_id, code),
        CONSTRAINT task_project FOREIGN KEY (project_id) REFERENCES project (id)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
    CREATE TABLE stock (
        sku VARCHAR(40) COLLATE utf8mb4_nopad_bin PRIMARY KEY,
        available INT UNSIGNED NOT NULL
    ) CHARACTER SET utf8mb4;
    CREATE TABLE reservation (
        order_id BIGINT UNSIGNED NOT NULL,
        sku VARCHAR(40) COLLATE utf8mb4_nopad_bin NOT NULL,
        quantity INT UNSIGNED NOT NULL,
        PRIMARY KEY (order_id, sku),
        CONSTRAINT reservation_stock FOREIGN KEY (sku) REFERENCES stock (sku)
    ) CHARACTER SET utf8mb4"
}

/// A task as it stands in the table.
#[derive(Clone, Debug, FromRow)]
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
    Database(Error),
}

impl fmt::Display for RepoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => write!(formatter, "there is no such task"),
            Self::Conflict { current } => write!(formatter, "the task has changed and is at version {current} now"),
            Self::Duplicate => write!(formatter, "the project has a task with this code"),
            Self::UnknownProject => write!(formatter, "there is no such project"),
            Self::Invalid => write!(formatter, "a value is not allowed"),
            Self::Database(_) => write!(formatter, "the database failed"),
        }
    }
}

impl error::Error for RepoError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        if let Self::Database(error) = self { Some(error) } else { None }
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
    Database(Error),
}

impl fmt::Display for StockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSku(sku) => write!(formatter, "nothing is sold as `{sku}`"),
            Self::OutOfStock { sku, available } => write!(formatter, "only {available} of `{sku}` are left"),
            Self::Busy => write!(formatter, "others hold the stock: try again later"),
            Self::Database(_) => write!(formatter, "the database failed"),
        }
    }
}

impl error::Error for StockError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}

/// The one place where the database's errors become the repository's. SQLSTATE tells little here (23000 is a duplicate, a
/// missing parent and a failed check), so the server's own numbers are asked.
impl From<Error> for RepoError {
    fn from(error: Error) -> Self {
        match number(&error) {
            Some(1062) => Self::Duplicate,
            Some(1452) => Self::UnknownProject,
            // A check; too long; out of range; characters that the column cannot hold.
            Some(4025 | 1406 | 1264 | 1366) => Self::Invalid,
            _ => Self::Database(error),
        }
    }
}

impl From<Error> for StockError {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

/// How often something is tried before somebody is told that others are in the way.
const ATTEMPTS: u32 = 5;

/// The tasks of a database, and its stock.
#[derive(Clone)]
pub struct MySqlTaskRepo {
    pool: MySqlPool,
}

/// The columns of a [`Task`], in a macro because `concat!` takes literals.
macro_rules! columns {
    () => {
        "id, project_id, code, title, notes, due, done, version"
    };
}

impl MySqlTaskRepo {
    /// The tasks of the database that `pool` leads to.
    pub fn new(pool: MySqlPool) -> Self {
        Self { pool }
    }

    /// Adds a task.
    pub async fn create(&self, new: NewTask) -> Result<Task, RepoError> {
        let insert = concat!(
            "INSERT INTO task (project_id, code, title, notes, due) VALUES (?, ?, ?, ?, ?) RETURNING ",
            columns!()
        );
        Ok(self.save(insert, &new).await?)
    }

    /// The task with this id.
    pub async fn get(&self, id: u64) -> Result<Task, RepoError> {
        let mut connection = self.pool.acquire().await?;
        find(&mut connection, id).await?.ok_or(RepoError::NotFound)
    }

    /// Changes a task that is still at `version`, and raises the version.
    ///
    /// There is no `UPDATE … RETURNING`. Both statements are one transaction, so that nobody changes the row between them
    /// and what is given back is what was written.
    pub async fn update(&self, id: u64, version: u32, patch: Patch) -> Result<Task, RepoError> {
        let mut transaction = self.pool.begin().await?;
        // The flag says whether the notes change: COALESCE cannot tell "leave them" from "make them NULL".
        let update = sqlx::query(
            "UPDATE task SET title = COALESCE(?, title), notes = IF(?, ?, notes), done = COALESCE(?, done), \
             version = version + 1 WHERE id = ? AND version = ?",
        );
        let (changes_notes, notes) = match patch.notes {
            Change::Keep => (false, None),
            Change::Clear => (true, None),
            Change::Set(notes) => (true, Some(notes)),
        };
        let update = update.bind(patch.title).bind(changes_notes).bind(notes);
        let update = update.bind(patch.done).bind(id).bind(version);
        let matched = update.execute(&mut *transaction).await?.rows_affected();
        let task = find(&mut transaction, id).await?.ok_or(RepoError::NotFound)?;
        transaction.commit().await?;
        if matched == 0 { Err(RepoError::Conflict { current: task.version }) } else { Ok(task) }
    }

    /// Adds a task, or, where its project has one with this code, gives that one the new title, notes and due moment and
    /// raises its version.
    ///
    /// `REPLACE` would delete the row, with all that refers to it, and insert another. That the number of affected rows is
    /// 1 for an insert and 2 for a change depends on the row and on how the client connected; the version says it plainly.
    ///
    /// Inserts into one gap of the index may wait for each other in a ring: this statement can be part of a deadlock, all
    /// by itself.
    pub async fn upsert(&self, new: NewTask) -> Result<Saved, RepoError> {
        let upsert = concat!(
            "INSERT INTO task (project_id, code, title, notes, due) VALUES (?, ?, ?, ?, ?) ",
            "ON DUPLICATE KEY UPDATE title = VALUES(title), notes = VALUES(notes), due = VALUES(due), ",
            "version = version + 1 RETURNING ",
            columns!()
        );
        for attempt in 1..ATTEMPTS {
            match self.save(upsert, &new).await {
                Err(error) if is_transient(&error) => pause(attempt).await,
                outcome => return Ok(Saved::from(outcome?)),
            }
        }
        Ok(Saved::from(self.save(upsert, &new).await?))
    }

    /// At most `limit` tasks that have `text` in their title or notes, in upper or lower case, by id.
    ///
    /// `LOCATE` compares by the column's collation and knows no wildcards.
    pub async fn search(&self, text: &str, limit: u32) -> Result<Vec<Task>, RepoError> {
        let select = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM task WHERE LOCATE(?, title) > 0 OR LOCATE(?, notes) > 0 ORDER BY id LIMIT ?"
        ));
        Ok(select.bind(text).bind(text).bind(limit).fetch_all(&self.pool).await?)
    }

    /// Takes so many pieces of each line out of the stock and notes them down for the order; or does nothing.
    ///
    /// What is asked for twice is added up, and all orders take their lines in the order of the numbers: two that want the
    /// same things never hold what the other needs next. Whoever else locks these rows may not know that, so a deadlock
    /// stays possible, and the whole is tried again.
    pub async fn reserve(&self, order: u64, lines: &[(&str, u32)]) -> Result<(), StockError> {
        let mut wanted = BTreeMap::new();
        for &(sku, quantity) in lines {
            *wanted.entry(sku).or_default() += quantity;
        }
        for attempt in 1..=ATTEMPTS {
            let mut transaction = self.pool.begin().await?;
            match take(&mut transaction, order, &wanted).await {
                Ok(()) => return Ok(transaction.commit().await?),
                // After a deadlock the transaction is gone; after a lock wait that took too long only the statement is, and
                // what was done before it still stands. So it is rolled back in any case, and its locks go with it.
                Err(error) => {
                    transaction.rollback().await?;
                    match error {
                        StockError::Database(error) if is_transient(&error) => pause(attempt).await,
                        error => return Err(error),
                    }
                }
            }
        }
        Err(StockError::Busy)
    }

    /// Carries out an `INSERT` of the five values of a new task, and gives the row that comes of it.
    async fn save(&self, sql: &'static str, new: &NewTask) -> Result<Task, Error> {
        let insert = sqlx::query_as(sql).bind(new.project_id).bind(&new.code).bind(&new.title);
        insert.bind(&new.notes).bind(new.due.map(in_utc)).fetch_one(&self.pool).await
    }
}

impl From<Task> for Saved {
    /// Every change raises the version, so only a task that was just inserted is at 1.
    fn from(task: Task) -> Self {
        Self { is_new: task.version == 1, task }
    }
}

async fn find(connection: &mut MySqlConnection, id: u64) -> Result<Option<Task>, Error> {
    let select = sqlx::query_as(concat!("SELECT ", columns!(), " FROM task WHERE id = ?"));
    select.bind(id).fetch_optional(connection).await
}

/// Takes what is wanted, in one transaction.
async fn take(transaction: &mut MySqlConnection, order: u64, wanted: &BTreeMap<&str, u32>) -> Result<(), StockError> {
    for (&sku, &quantity) in wanted {
        // Whether there is enough is asked where it is taken. `available - ?` is never computed below zero, which would
        // be an error: the column is unsigned, and the difference as well.
        let update = sqlx::query("UPDATE stock SET available = available - ? WHERE sku = ? AND available >= ?");
        let update = update.bind(quantity).bind(sku).bind(quantity).execute(&mut *transaction);
        if update.await?.rows_affected() == 0 {
            let select = sqlx::query_scalar("SELECT available FROM stock WHERE sku = ?").bind(sku);
            let sku = sku.to_owned();
            return Err(match select.fetch_optional(&mut *transaction).await? {
                Some(available) => StockError::OutOfStock { sku, available },
                None => StockError::UnknownSku(sku),
            });
        }
        let insert = sqlx::query("INSERT INTO reservation (order_id, sku, quantity) VALUES (?, ?, ?)");
        insert.bind(order).bind(sku).bind(quantity).execute(&mut *transaction).await?;
    }
    Ok(())
}

/// A moment as the column keeps it: the date and the time of day that it is in UTC.
///
/// An `OffsetDateTime` would be sent as a `TIMESTAMP`, and would become NULL where that type ends.
fn in_utc(moment: OffsetDateTime) -> PrimitiveDateTime {
    let utc = moment.to_offset(UtcOffset::UTC);
    PrimitiveDateTime::new(utc.date(), utc.time())
}

/// The server's own number of an error.
fn number(error: &Error) -> Option<u16> {
    let refusal = error.as_database_error()?.try_downcast_ref::<MySqlDatabaseError>()?;
    Some(refusal.number())
}

/// Whether the same may go well when it is tried again: a deadlock, or a lock that did not come in time.
fn is_transient(error: &Error) -> bool {
    matches!(number(error), Some(1213 | 1205))
}

/// Lets the others go first, a little longer each time.
async fn pause(attempt: u32) {
    tokio::time::sleep(Duration::from_millis(5) * attempt).await;
}
