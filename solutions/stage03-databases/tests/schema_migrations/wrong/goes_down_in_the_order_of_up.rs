//! caught by: tests::behaviour::down_takes_back_what_up_did
//! Undoes the oldest first, on which the others rest.

#[path = "../kata.rs"]
mod reference;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

pub use reference::{HISTORY, MigrateError, Migration, load};

const LOCK: i64 = 7_331;
const OUTSIDE: &str = "-- no transaction";

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

pub struct Migrator {
    migrations: Vec<Migration>,
    retry_every: Duration,
}

impl Migrator {
    pub fn new(migrations: Vec<Migration>, retry_every: Duration) -> Self {
        Self { migrations, retry_every }
    }
    pub async fn plan(&self, pool: &PgPool) -> Result<Vec<i64>, MigrateError> {
        let mut session = pool.acquire().await?;
        Ok(versions(&self.pending(&history(&mut session).await?)?))
    }
    pub async fn up(&self, pool: &PgPool) -> Result<Vec<i64>, MigrateError> {
        let mut session = self.lock(pool).await?;
        let result = self.apply(&mut session).await;
        unlock(session).await;
        result
    }
    pub async fn down(&self, pool: &PgPool, to: i64) -> Result<Vec<i64>, MigrateError> {
        let mut session = self.lock(pool).await?;
        let result = self.undo(&mut session, to).await;
        unlock(session).await;
        result
    }
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
        let applied = self.migrations.iter();
        let undone: Vec<&Migration> =
            applied.filter(|migration| migration.version > to && history.contains_key(&migration.version)).collect();
        let way = |migration: &&Migration| migration.down.clone().ok_or(MigrateError::Irreversible(migration.version));
        let ways = undone.iter().map(way).collect::<Result<Vec<String>, _>>()?;
        for (migration, down) in undone.iter().zip(&ways) {
            carry_out(session, migration, down, Direction::Down).await?;
        }
        Ok(versions(&undone))
    }
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
fn checksum_of(migration: &Migration) -> Vec<u8> {
    Sha256::digest(&migration.up).to_vec()
}
async fn history(session: &mut PgConnection) -> Result<BTreeMap<i64, Vec<u8>>, sqlx::Error> {
    let exists = sqlx::query_scalar("SELECT to_regclass('schema_migrations') IS NOT NULL");
    if !exists.fetch_one(&mut *session).await? {
        return Ok(BTreeMap::new());
    }
    let rows = sqlx::query_as("SELECT version, checksum FROM schema_migrations").fetch_all(session).await?;
    Ok(rows.into_iter().collect())
}
async fn carry_out(
    session: &mut PgConnection,
    migration: &Migration,
    text: &str,
    direction: Direction,
) -> Result<(), MigrateError> {
    let steps = async {
        if text.lines().next() == Some(OUTSIDE) {
            run(session, text).await?;
            note(session, migration, direction).await
        } else {
            let mut transaction = session.begin().await?;
            run(&mut transaction, text).await?;
            note(&mut transaction, migration, direction).await?;
            transaction.commit().await
        }
    };
    steps.await.map_err(|error| MigrateError::Failed { version: migration.version, error })
}
async fn run(session: &mut PgConnection, text: &str) -> Result<(), sqlx::Error> {
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
async fn unlock(mut session: PgConnection) {
    let _ = sqlx::query("SELECT pg_advisory_unlock($1)").bind(LOCK).execute(&mut session).await;
    let _ = session.close().await;
}
