//! A Redis database for one test: a number of its own on the server, empty before and after.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, Client, ExistenceCheck, InfoDict, SetExpiry, SetOptions};
use services::Kind;

use super::wire::{Dialect, Wire};
use super::{block_on, finally, must, require, unavailable};

/// A numbered database that is one test's alone.
#[derive(Clone, Debug)]
pub struct Database {
    url: String,
}

/// How long a number stays taken by a test that was killed.
const CLAIM: Duration = Duration::from_mins(10);

/// Runs a test with a database of its own, and empties it however the test ends.
pub fn test(body: impl AsyncFnOnce(Database)) {
    block_on(async {
        let server = super::url(Kind::Redis);
        let (database, claim) = Database::claim(&server).await;
        let after = async {
            let _: () = must("empty a database", flush(&mut database.connection().await).await);
            let _: () = must("give a database back", connect(&server).await.del(claim).await);
        };
        finally(body(database.clone()), after).await;
    });
}

impl Database {
    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A client for the kata.
    pub fn client(&self) -> Client {
        must("read the URL of Redis", Client::open(self.url()))
    }

    /// A connection beside the kata's, which nothing counts.
    pub async fn connection(&self) -> MultiplexedConnection {
        connect(&self.url).await
    }

    /// A way to it that is read along and can be broken.
    pub async fn wire(&self) -> Wire {
        Wire::start(Dialect::Redis, &self.url).await
    }

    /// The first number that nobody has taken and nothing is in. Number 0 holds who has taken which.
    async fn claim(server: &str) -> (Self, String) {
        let mut register = connect(server).await;
        let info: InfoDict =
            must("ask for the version", redis::cmd("INFO").arg("server").query_async(&mut register).await);
        require(Kind::Redis, &info.get::<String>("redis_version").unwrap_or_default(), (6, 2));
        let (_, numbers): (String, u32) =
            must("read the settings", redis::cmd("CONFIG").arg(&["GET", "databases"]).query_async(&mut register).await);
        let free =
            SetOptions::default().conditional_set(ExistenceCheck::NX).with_expiration(SetExpiry::EX(CLAIM.as_secs()));
        for number in 1..numbers {
            let claim = format!("katas:taken:{number}");
            let taken: Option<String> =
                must("take a database", register.set_options(&claim, std::process::id(), free.clone()).await);
            if taken.is_none() {
                continue;
            }
            let database = Self { url: with_number(server, number) };
            let size: u64 =
                must("look into a database", redis::cmd("DBSIZE").query_async(&mut database.connection().await).await);
            if size == 0 {
                return (database, claim);
            }
        }
        unavailable(format_args!(
            "all {numbers} databases of Redis are in use\nend what else uses it, or start one with `databases 1024`"
        ))
    }
}

async fn connect(url: &str) -> MultiplexedConnection {
    let client = must("read the URL of Redis", Client::open(url));
    must("connect to Redis", client.get_multiplexed_async_connection().await)
}

async fn flush(connection: &mut MultiplexedConnection) -> redis::RedisResult<()> {
    redis::cmd("FLUSHDB").query_async(connection).await
}

/// The server's URL with another number in it.
fn with_number(server: &str, number: u32) -> String {
    let start = server.find("://").map_or(0, |at| at + 3);
    let end = server[start..].find('/').map_or(server.len(), |slash| start + slash);
    format!("{}/{number}", &server[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_another_number() {
        assert_eq!(with_number("redis://:p@h:1/0", 7), "redis://:p@h:1/7");
        assert_eq!(with_number("redis://h:1", 7), "redis://h:1/7");
    }
}
