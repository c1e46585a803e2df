//! A PostgreSQL database for one test.
//!
//! A fixture, SQL that makes tables and fills them, becomes a template database the first time that it is asked for; each
//! test gets a copy of its own, which costs some tens of milliseconds however much is in it.

use std::hash::{DefaultHasher, Hash, Hasher};

use services::Kind;
use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Decode, Postgres, Row, Type, ValueRef};

use super::wire::{Dialect, Wire};
use super::{Plan, block_on, finally, must, name, require, unavailable};

/// A database that is one test's alone.
#[derive(Clone, Debug)]
pub struct Database {
    name: String,
    url: String,
}

/// Runs a test with a database of its own, made from `fixture`, and takes the database away however the test ends.
pub fn test(fixture: &str, body: impl AsyncFnOnce(Database)) {
    block_on(async {
        let server = super::url(Kind::Postgres);
        let database = Database::create(&server, fixture).await;
        let drop_it = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", database.name);
        finally(body(database), async { execute_at(&server, &drop_it).await }).await;
    });
}

impl Database {
    /// Its URL, for `PgConnectOptions`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A pool of at most so many connections.
    pub async fn pool(&self, connections: u32) -> PgPool {
        pool(&self.url, connections).await
    }

    /// A way to it that is read along and can be broken.
    pub async fn wire(&self) -> Wire {
        Wire::start(Dialect::Postgres, &self.url).await
    }

    /// A connection beside the kata's, which nothing counts.
    pub async fn connection(&self) -> PgConnection {
        connect(&self.url).await
    }

    /// Carries out SQL of the test's own, one statement or several.
    pub async fn execute(&self, sql: &str) {
        execute_at(&self.url, sql).await;
    }

    /// The first column of the first row that `sql` gives.
    pub async fn value<T>(&self, sql: &str) -> T
    where
        T: for<'row> Decode<'row, Postgres> + Type<Postgres> + Send + Unpin,
    {
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        must(&format!("carry out `{sql}`"), query.fetch_one(&mut self.connection().await).await)
    }

    /// All rows that `sql` gives, each value as PostgreSQL writes it, `None` for `NULL`.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.connection().await).await;
        must(&format!("carry out `{sql}`"), rows).iter().map(texts).collect()
    }

    /// Carries `sql` out and gives its plan with what it cost. What it changes is taken back.
    pub async fn explain(&self, sql: &str) -> Plan {
        let mut connection = self.connection().await;
        let mut transaction = must("begin", connection.begin().await);
        let explain = format!("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}");
        let json = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_one(&mut *transaction).await;
        let json = texts(&must(&format!("explain `{sql}`"), json)).swap_remove(0).unwrap_or_default();
        Plan::read(&json).unwrap_or_else(|| unavailable(format_args!("PostgreSQL gives no plan of `{sql}`")))
    }

    /// Has every connection made from now on tell the plan of whatever it carries out: a [`Wire`] reads them along, and
    /// [`Traffic::plans`](super::wire::Traffic::plans) gives them.
    pub async fn log_plans(&self) {
        let settings = [
            "session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0",
            "auto_explain.log_analyze = on",
            "auto_explain.log_buffers = on",
            "auto_explain.log_format = json",
            "auto_explain.log_nested_statements = on",
            "client_min_messages = log",
        ];
        let name = &self.name;
        for setting in settings {
            self.execute(&format!("LOAD 'auto_explain'; ALTER DATABASE {name} SET {setting}")).await;
        }
    }

    /// How many connections clients hold open, those of the test's own tools left out.
    pub async fn connections(&self) -> i64 {
        self.value(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND \
             application_name <> 'harness'",
        )
        .await
    }

    /// How many of them wait for a lock.
    pub async fn waiting_for_locks(&self) -> i64 {
        self.value(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
        .await
    }

    /// How many of them are in a transaction and do nothing.
    pub async fn idle_in_transaction(&self) -> i64 {
        self.value(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
        )
        .await
    }

    /// Ends every connection of clients in the middle of whatever they do, as an administrator or a failover would.
    pub async fn end_connections(&self) {
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> \
             pg_backend_pid()",
        )
        .await;
    }

    async fn create(server: &str, fixture: &str) -> Self {
        let mut admin = connect(server).await;
        let version = sqlx::query_scalar("SHOW server_version").fetch_one(&mut admin).await;
        require(Kind::Postgres, &must::<String, _>("ask for the version", version), (15, 0));
        sweep(&mut admin).await;
        let template =
            if fixture.is_empty() { "template1".to_owned() } else { template(&mut admin, server, fixture).await };
        let name = name::fresh();
        run(&mut admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let _ = admin.close().await;
        Self { url: with_database(server, &name), name }
    }
}

/// A pool for a URL, such as that of a [`Wire`].
pub async fn pool(url: &str, connections: u32) -> PgPool {
    let options = PgPoolOptions::new().max_connections(connections);
    must("connect to PostgreSQL", options.connect(url).await)
}

/// The name of the template that holds `fixture`, which is made if it is not there.
async fn template(admin: &mut PgConnection, server: &str, fixture: &str) -> String {
    let mut hasher = DefaultHasher::new();
    fixture.hash(&mut hasher);
    let hash = hasher.finish();
    let name = format!("{}template_{hash:016x}", name::PREFIX);
    if is_ready(admin, &name).await {
        return name;
    }
    // Of tests that come at once, one makes it, and the others wait for it here. The lock is the session's.
    run(admin, &format!("SELECT pg_advisory_lock({})", hash.cast_signed())).await;
    if !is_ready(admin, &name).await {
        run(admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(admin, &format!("CREATE DATABASE {name}")).await;
        execute_at(&with_database(server, &name), fixture).await;
        run(admin, &format!("ALTER DATABASE {name} IS_TEMPLATE true")).await;
    }
    run(admin, &format!("SELECT pg_advisory_unlock({})", hash.cast_signed())).await;
    name
}

async fn is_ready(admin: &mut PgConnection, template: &str) -> bool {
    let query = "SELECT count(*) FROM pg_database WHERE datistemplate AND datname = $1";
    let found: Result<i64, _> = sqlx::query_scalar(query).bind(template).fetch_one(admin).await;
    must("look for a template", found) > 0
}

/// Takes away what tests that were killed have left on a server that outlives them.
async fn sweep(admin: &mut PgConnection) {
    let query = sqlx::query_scalar("SELECT datname::text FROM pg_database WHERE NOT datistemplate");
    let names: Vec<String> = must("list databases", query.fetch_all(&mut *admin).await);
    for forgotten in names.iter().filter(|name| name::is_forgotten(name)) {
        // Another test may be quicker.
        let drop_it = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {forgotten} WITH (FORCE)"));
        let _ = sqlx::raw_sql(drop_it).execute(&mut *admin).await;
    }
}

async fn connect(url: &str) -> PgConnection {
    let options: sqlx::postgres::PgConnectOptions = must("read the URL of PostgreSQL", url.parse());
    must("connect to PostgreSQL", options.application_name("harness").disable_statement_logging().connect().await)
}

async fn execute_at(url: &str, sql: &str) {
    let mut connection = connect(url).await;
    run(&mut connection, sql).await;
    let _ = connection.close().await;
}

async fn run(connection: &mut PgConnection, sql: &str) {
    let short: String = sql.chars().take(200).collect();
    must(&format!("carry out `{short}`"), sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await);
}

/// The server's URL with another database in it, and without TLS, which loopback needs not.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, "sslmode=disable"));
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..].find('/').map_or(address.len(), |slash| start + slash);
    format!("{}/{name}?{options}", &address[..end])
}

fn texts(row: &sqlx::postgres::PgRow) -> Vec<Option<String>> {
    let text = |index| {
        let value = row.try_get_raw(index).ok().filter(|value| !value.is_null());
        value.and_then(|value| value.as_str().ok().map(str::to_owned))
    };
    (0..row.len()).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_another_database() {
        assert_eq!(with_database("postgres://u:p@h:1/postgres", "x"), "postgres://u:p@h:1/x?sslmode=disable");
        assert_eq!(with_database("postgres://u:p@h:1", "x"), "postgres://u:p@h:1/x?sslmode=disable");
        assert_eq!(with_database("postgres://u:p@h:1/a?sslmode=require", "x"), "postgres://u:p@h:1/x?sslmode=require");
    }
}
