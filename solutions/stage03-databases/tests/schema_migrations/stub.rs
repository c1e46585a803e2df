//! Migration runner: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use sqlx::PgPool;

/// The table that remembers what was applied.
pub const HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version bigint PRIMARY KEY,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)";

/// One step of the schema.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The number that its files begin with. Steps are applied in the order of their numbers.
    pub version: i64,
    /// What stands between the number and `.up.sql`.
    pub name: String,
    /// The text of `….up.sql`.
    pub up: String,
    /// The text of `….down.sql`, if there is one.
    pub down: Option<String>,
}

/// Why migrations are not as they should be, or could not be carried out.
#[derive(Debug)]
pub enum MigrateError {
    /// A file is not called `NUMBER_NAME.up.sql` or `NUMBER_NAME.down.sql`.
    BadName(String),
    /// There are two files of this version for one direction.
    Twice(i64),
    /// There is a way down from this version, and no way up to it.
    DownAlone(i64),
    /// The text of this version is not the one that was applied.
    Changed(i64),
    /// This version was applied, and nobody knows it any more.
    Missing(i64),
    /// This version was not applied, and a later one was.
    OutOfOrder(i64),
    /// There is no way down from this version.
    Irreversible(i64),
    /// The database refused this version, or was lost on the way.
    Failed {
        /// The version that was not applied, or not undone.
        version: i64,
        /// What the database said.
        error: sqlx::Error,
    },
    /// The database failed at anything else.
    Database(sqlx::Error),
}

impl fmt::Display for MigrateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadName(file) => write!(formatter, "`{file}` is not named like a migration"),
            Self::Twice(version) => write!(formatter, "migration {version} is there twice"),
            Self::DownAlone(version) => write!(formatter, "migration {version} has a way down and no way up"),
            Self::Changed(version) => write!(formatter, "migration {version} was changed after it was applied"),
            Self::Missing(version) => write!(formatter, "migration {version} was applied and is missing here"),
            Self::OutOfOrder(version) => write!(formatter, "migration {version} comes after later ones were applied"),
            Self::Irreversible(version) => write!(formatter, "migration {version} cannot be undone"),
            Self::Failed { version, error } => write!(formatter, "migration {version} failed: {error}"),
            Self::Database(error) => write!(formatter, "the database failed: {error}"),
        }
    }
}

impl Error for MigrateError {}

impl From<sqlx::Error> for MigrateError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Reads migrations from files, given as name and text in any order, and sorts them by version.
pub fn load(files: &[(&str, &str)]) -> Result<Vec<Migration>, MigrateError> {
    todo!("read {} files, find the ways up and down, and sort them by number", files.len())
}

/// Brings databases to the schema that its migrations describe.
pub struct Migrator {
    // Your fields go here.
}

impl Migrator {
    /// A runner for these migrations, sorted as [`load`] sorts them. While another runner is at work, it looks every
    /// `retry_every` whether that one has finished.
    pub fn new(migrations: Vec<Migration>, retry_every: Duration) -> Self {
        todo!("keep {} migrations, and the pause of {retry_every:?}", migrations.len())
    }

    /// What [`Migrator::up`] would apply. Nothing is changed, not even the history made.
    pub async fn plan(&self, pool: &PgPool) -> Result<Vec<i64>, MigrateError> {
        let _ = pool;
        todo!("compare the history with the migrations")
    }

    /// Applies what is not applied yet, in order, and says what that was.
    pub async fn up(&self, pool: &PgPool) -> Result<Vec<i64>, MigrateError> {
        let _ = pool;
        todo!("take the lock, look what is missing, apply each, give the lock back")
    }

    /// Undoes everything above the version `to`, the newest first, and says what that was.
    pub async fn down(&self, pool: &PgPool, to: i64) -> Result<Vec<i64>, MigrateError> {
        let _ = pool;
        todo!("undo everything above version {to}, the newest first")
    }
}
