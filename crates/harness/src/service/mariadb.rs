//! A `MariaDB` database for one test.

use services::Kind;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlPool, MySqlPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Decode, MySql, Row, Type, ValueRef};

use super::wire::{Dialect, Wire};
use super::{block_on, finally, must, name, require};

/// A database that is one test's alone.
#[derive(Clone, Debug)]
pub struct Database {
    name: String,
    url: String,
}

/// Runs a test with a database of its own in which `fixture`, SQL, was carried out, and takes the database away however the
/// test ends.
pub fn test(fixture: &str, body: impl AsyncFnOnce(Database)) {
    block_on(async {
        let server = super::url(Kind::MariaDb);
        let database = Database::create(&server, fixture).await;
        let drop_it = format!("DROP DATABASE IF EXISTS {}", database.name);
        finally(body(database.clone()), async {
            // A transaction left open would hold the tables.
            database.end_connections().await;
            execute_at(&server, &drop_it).await;
        })
        .await;
    });
}

impl Database {
    /// Its URL, for `MySqlConnectOptions`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A pool of at most so many connections.
    pub async fn pool(&self, connections: u32) -> MySqlPool {
        pool(&self.url, connections).await
    }

    /// A way to it that is read along and can be broken.
    pub async fn wire(&self) -> Wire {
        Wire::start(Dialect::MySql, &self.url).await
    }

    /// A connection beside the kata's, which nothing counts.
    pub async fn connection(&self) -> MySqlConnection {
        connect(&self.url).await
    }

    /// Carries out SQL of the test's own, one statement or several.
    pub async fn execute(&self, sql: &str) {
        execute_at(&self.url, sql).await;
    }

    /// The first column of the first row that `sql` gives.
    pub async fn value<T>(&self, sql: &str) -> T
    where
        T: for<'row> Decode<'row, MySql> + Type<MySql> + Send + Unpin,
    {
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        must(&format!("carry out `{sql}`"), query.fetch_one(&mut self.connection().await).await)
    }

    /// All rows that `sql` gives, each value as `MariaDB` writes it, `None` for `NULL`.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.connection().await).await;
        must(&format!("carry out `{sql}`"), rows).iter().map(texts).collect()
    }

    /// How many connections to it are open, this question's left out.
    pub async fn connections(&self) -> i64 {
        self.value(
            "SELECT count(*) FROM information_schema.processlist WHERE db = database() AND id <> connection_id()",
        )
        .await
    }

    /// Ends every other connection to it in the middle of whatever it does, as an administrator or a failover would.
    pub async fn end_connections(&self) {
        let others = "SELECT CAST(id AS CHAR) FROM information_schema.processlist WHERE db = database() AND id <> connection_id()";
        let mut connection = self.connection().await;
        let ids: Vec<String> = must("list connections", sqlx::query_scalar(others).fetch_all(&mut connection).await);
        for id in ids {
            // One that has just ended by itself cannot be ended.
            let _ = sqlx::raw_sql(AssertSqlSafe(format!("KILL {id}"))).execute(&mut connection).await;
        }
    }

    async fn create(server: &str, fixture: &str) -> Self {
        let name = name::fresh();
        let mut admin = connect(server).await;
        let version = sqlx::query_scalar("SELECT version()").fetch_one(&mut admin).await;
        require(Kind::MariaDb, &must::<String, _>("ask for the version", version), (10, 6));
        sweep(&mut admin).await;
        run(&mut admin, &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).await;
        let _ = admin.close().await;
        let database = Self { url: with_database(server, &name), name };
        if !fixture.is_empty() {
            database.execute(fixture).await;
        }
        database
    }
}

/// A pool for a URL, such as that of a [`Wire`].
pub async fn pool(url: &str, connections: u32) -> MySqlPool {
    let options = MySqlPoolOptions::new().max_connections(connections);
    must("connect to MariaDB", options.connect(url).await)
}

/// Takes away what tests that were killed have left on a server that outlives them.
async fn sweep(admin: &mut MySqlConnection) {
    let query = sqlx::query_scalar("SELECT CAST(schema_name AS CHAR) FROM information_schema.schemata");
    let names: Vec<String> = must("list databases", query.fetch_all(&mut *admin).await);
    for forgotten in names.iter().filter(|name| name::is_forgotten(name)) {
        // Another test may be quicker.
        let drop_it = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {forgotten}"));
        let _ = sqlx::raw_sql(drop_it).execute(&mut *admin).await;
    }
}

async fn connect(url: &str) -> MySqlConnection {
    let options: MySqlConnectOptions = must("read the URL of MariaDB", url.parse());
    must("connect to MariaDB", options.disable_statement_logging().connect().await)
}

async fn execute_at(url: &str, sql: &str) {
    let mut connection = connect(url).await;
    run(&mut connection, sql).await;
    let _ = connection.close().await;
}

async fn run(connection: &mut MySqlConnection, sql: &str) {
    let short: String = sql.chars().take(200).collect();
    must(&format!("carry out `{short}`"), sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await);
}

/// The server's URL with another database in it.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, "ssl-mode=disabled"));
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..].find('/').map_or(address.len(), |slash| start + slash);
    format!("{}/{name}?{options}", &address[..end])
}

fn texts(row: &sqlx::mysql::MySqlRow) -> Vec<Option<String>> {
    let text = |index| {
        let value = row.try_get_raw(index).ok().filter(|value| !value.is_null())?;
        <&[u8] as Decode<MySql>>::decode(value).ok().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    (0..row.len()).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_another_database() {
        assert_eq!(with_database("mysql://u:p@h:1/mysql", "x"), "mysql://u:p@h:1/x?ssl-mode=disabled");
        assert_eq!(with_database("mysql://u:p@h:1", "x"), "mysql://u:p@h:1/x?ssl-mode=disabled");
    }
}
