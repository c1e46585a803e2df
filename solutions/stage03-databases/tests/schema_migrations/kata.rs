//! Schema migrations.
//!
//! A migration and the note that it was applied are one fact, so they are one transaction: whatever happens, both are
//! there or neither. And to look what was applied and to apply the rest is one step too, only longer than a transaction
//! may be. So it stands under a lock of the whole database, and nothing that was seen before the lock counts.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;
use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

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

/// The advisory lock that every runner takes: any number will do, as long as all take the same.
const LOCK: i64 = 0x6d69_6772_6174_6573;

/// The first line of a text that must not run in a transaction.
const OUTSIDE: &str = "-- no transaction";

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

/// Reads migrations from files, given as name and text in any order, and sorts them by version.
pub fn load(files: &[(&str, &str)]) -> Result<Vec<Migration>, MigrateError> {
    let (mut ups, mut downs) = (BTreeMap::new(), BTreeMap::new());
    for &(file, text) in files {
        let (version, name, direction) = parse(file).ok_or_else(|| MigrateError::BadName(file.to_owned()))?;
        let before = match direction {
            Direction::Up => ups.insert(version, (name, text)).map(|_| ()),
            Direction::Down => downs.insert(version, text).map(|_| ()),
        };
        if before.is_some() {
            return Err(MigrateError::Twice(version));
        }
    }
    if let Some(&version) = downs.keys().find(|version| !ups.contains_key(version)) {
        return Err(MigrateError::DownAlone(version));
    }
    let migration = |(version, (name, up)): (i64, (&str, &str))| Migration {
        version,
        name: name.to_owned(),
        up: up.to_owned(),
        down: downs.get(&version).map(|&down| down.to_owned()),
    };
    Ok(ups.into_iter().map(migration).collect())
}

fn parse(file: &str) -> Option<(i64, &str, Direction)> {
    let stem = file.strip_suffix(".sql")?;
    let up = stem.strip_suffix(".up").map(|stem| (stem, Direction::Up));
    let (stem, direction) = up.or_else(|| Some((stem.strip_suffix(".down")?, Direction::Down)))?;
    let (digits, name) = stem.split_once('_')?;
    // `parse` alone would take a sign as well.
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || name.is_empty() {
        return None;
    }
    Some((digits.parse().ok()?, name, direction))
}

/// Brings databases to the schema that its migrations describe.
pub struct Migrator {
    migrations: Vec<Migration>,
    retry_every: Duration,
}

impl Migrator {
    /// A runner for these migrations, sorted as [`load`] sorts them. While another runner is at work, it looks every
    /// `retry_every` whether that one has finished.
    pub fn new(migrations: Vec<Migration>, retry_every: Duration) -> Self {
        Self { migrations, retry_every }
    }

    /// What [`Migrator::up`] would apply. Nothing is changed, not even the history made.
    pub async fn plan(&self, pool: &PgPool) -> Result<Vec<i64>, MigrateError> {
        let mut session = pool.acquire().await?;
        Ok(versions(&self.pending(&history(&mut session).await?)?))
    }

    /// Applies what is not applied yet, in order, and says what that was.
    pub async fn up(&self, pool: &PgPool) -> Result<Vec<i64>, MigrateError> {
        let mut session = self.lock(pool).await?;
        let result = self.apply(&mut session).await;
        unlock(session).await;
        result
    }

    /// Undoes everything above the version `to`, the newest first, and says what that was.
    pub async fn down(&self, pool: &PgPool, to: i64) -> Result<Vec<i64>, MigrateError> {
        let mut session = self.lock(pool).await?;
        let result = self.undo(&mut session, to).await;
        unlock(session).await;
        result
    }

    /// A session of our own that holds the lock.
    ///
    /// The lock belongs to the session, since not everything can be done in one transaction. The session is taken out of
    /// the pool: if this future is dropped half-way, the connection closes, and the lock goes with it. In the pool it would
    /// live on.
    ///
    /// Asking again and again is on purpose. A session that waits inside `pg_advisory_lock` is a transaction that goes on,
    /// and `CREATE INDEX CONCURRENTLY` waits for every transaction that began before it: a deadlock.
    async fn lock(&self, pool: &PgPool) -> Result<PgConnection, sqlx::Error> {
        let mut session = pool.acquire().await?.detach();
        loop {
            let query = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(LOCK);
            if query.fetch_one(&mut session).await? {
                return Ok(session);
            }
            tokio::time::sleep(self.retry_every).await;
        }
    }

    async fn apply(&self, session: &mut PgConnection) -> Result<Vec<i64>, MigrateError> {
        // Under the lock: two sessions that run `IF NOT EXISTS` at the same moment both try, and one fails.
        sqlx::raw_sql(HISTORY).execute(&mut *session).await?;
        let pending = self.pending(&history(session).await?)?;
        for migration in &pending {
            carry_out(session, migration, &migration.up, Direction::Up).await?;
        }
        Ok(versions(&pending))
    }

    async fn undo(&self, session: &mut PgConnection, to: i64) -> Result<Vec<i64>, MigrateError> {
        let history = history(session).await?;
        self.pending(&history)?;
        let applied = self.migrations.iter().rev();
        let undone: Vec<&Migration> =
            applied.filter(|migration| migration.version > to && history.contains_key(&migration.version)).collect();
        // All or nothing to begin with: half-way down is a schema that no release was written for.
        let way = |migration: &&Migration| migration.down.clone().ok_or(MigrateError::Irreversible(migration.version));
        let ways = undone.iter().map(way).collect::<Result<Vec<String>, _>>()?;
        for (migration, down) in undone.iter().zip(&ways) {
            carry_out(session, migration, down, Direction::Down).await?;
        }
        Ok(versions(&undone))
    }

    /// What is still to be applied, unless history and migrations contradict each other: then the lowest version at which
    /// they do.
    fn pending(&self, history: &BTreeMap<i64, Vec<u8>>) -> Result<Vec<&Migration>, MigrateError> {
        let known: BTreeMap<i64, &Migration> =
            self.migrations.iter().map(|migration| (migration.version, migration)).collect();
        let newest = history.keys().next_back().copied();
        let mut pending = Vec::new();
        for version in known.keys().chain(history.keys()).copied().collect::<BTreeSet<i64>>() {
            match (known.get(&version), history.get(&version)) {
                (None, _) => return Err(MigrateError::Missing(version)),
                (Some(migration), Some(checksum)) if *checksum != checksum_of(migration) => {
                    return Err(MigrateError::Changed(version));
                }
                (Some(_), Some(_)) => {}
                (Some(_), None) if Some(version) < newest => return Err(MigrateError::OutOfOrder(version)),
                (Some(migration), None) => pending.push(*migration),
            }
        }
        Ok(pending)
    }
}

fn versions(migrations: &[&Migration]) -> Vec<i64> {
    migrations.iter().map(|migration| migration.version).collect()
}

/// The same on every machine and in every release, as a hash for `HashMap` is not.
fn checksum_of(migration: &Migration) -> Vec<u8> {
    Sha256::digest(&migration.up).to_vec()
}

/// Versions that were applied, with their checksums, in one question for all.
async fn history(session: &mut PgConnection) -> Result<BTreeMap<i64, Vec<u8>>, sqlx::Error> {
    let exists = sqlx::query_scalar("SELECT to_regclass('schema_migrations') IS NOT NULL");
    if !exists.fetch_one(&mut *session).await? {
        return Ok(BTreeMap::new());
    }
    let rows = sqlx::query_as("SELECT version, checksum FROM schema_migrations").fetch_all(session).await?;
    Ok(rows.into_iter().collect())
}

/// Runs one text and notes it, in one transaction if the text allows for it.
async fn carry_out(
    session: &mut PgConnection,
    migration: &Migration,
    text: &str,
    direction: Direction,
) -> Result<(), MigrateError> {
    let steps = async {
        if text.lines().next() == Some(OUTSIDE) {
            // Between the two the note can get lost: such a text must bear to be run again.
            run(session, text).await?;
            note(session, migration, direction).await
        } else {
            let mut transaction = session.begin().await?;
            run(&mut transaction, text).await?;
            note(&mut transaction, migration, direction).await?;
            // Constraints that are deferred are checked here: only now has it succeeded.
            transaction.commit().await
        }
    };
    steps.await.map_err(|error| MigrateError::Failed { version: migration.version, error })
}

/// Leaves it to the server to tell where a statement ends: it knows strings, comments and function bodies.
async fn run(session: &mut PgConnection, text: &str) -> Result<(), sqlx::Error> {
    // The text is part of our program, and nobody else's.
    sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(session).await?;
    Ok(())
}

async fn note(session: &mut PgConnection, migration: &Migration, direction: Direction) -> Result<(), sqlx::Error> {
    let query = match direction {
        Direction::Up => sqlx::query("INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)")
            .bind(migration.version)
            .bind(&migration.name)
            .bind(checksum_of(migration)),
        Direction::Down => sqlx::query("DELETE FROM schema_migrations WHERE version = $1").bind(migration.version),
    };
    query.execute(session).await?;
    Ok(())
}

/// Gives the lock back and closes the session.
async fn unlock(mut session: PgConnection) {
    // If this fails, the session is broken, and the server takes the lock from it. The result of the run is more important.
    let _ = sqlx::query("SELECT pg_advisory_unlock($1)").bind(LOCK).execute(&mut session).await;
    let _ = session.close().await;
}
