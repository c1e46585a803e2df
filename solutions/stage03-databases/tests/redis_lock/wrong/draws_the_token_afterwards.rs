//! caught by: tests::concurrency::who_is_overtaken_while_taking_the_lock_does_not_have_it, tests::complexity::each_call_is_one_command
//! Takes the lock and draws the token then: its time can run out in between, and the old holder has the higher token.

#[path = "../kata.rs"]
mod reference;

use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{Client, RedisError, Script};
use tokio::sync::Mutex;

pub use reference::{Fenced, LockError, Patience, Stale};

type Connection = Arc<Mutex<Option<MultiplexedConnection>>>;

#[derive(Clone)]
pub struct Locks {
    client: Client,
    patience: Patience,
    connection: Connection,
}

pub struct Guard {
    locks: Locks,
    key: String,
    owner: String,
    token: u64,
    is_open: bool,
}

impl Locks {
    pub fn new(client: Client, patience: Patience) -> Self {
        Self { client, patience, connection: Connection::default() }
    }

    pub async fn acquire(&self, key: &str, ttl: Duration, above: u64) -> Result<Guard, LockError> {
        let owner = format!("{:032x}", fastrand::u128(..));
        for attempt in 0..=self.patience.retries {
            if attempt > 0 {
                tokio::time::sleep(self.patience.pause).await;
            }
            if let Some((token, owner)) = self.take(key, &owner, milliseconds(ttl), above).await? {
                return Ok(Guard { locks: self.clone(), key: key.to_owned(), owner, token, is_open: true });
            }
        }
        Err(LockError::Busy)
    }

    async fn take(&self, key: &str, owner: &str, ttl: u64, above: u64) -> Result<Option<(u64, String)>, RedisError> {
        let (counter, owner) = (format!("{{{key}}}:token"), owner.to_owned());
        let mut connection = self.connection().await?;
        let raise = Script::new(
            "if tonumber(redis.call('GET', KEYS[1]) or 0) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
             return redis.call('INCR', KEYS[1])",
        );
        let set =
            redis::cmd("SET").arg(key).arg(&owner).arg("NX").arg("PX").arg(ttl).query_async(&mut connection).await;
        let taken: Option<String> = self.heard(set).await?;
        if taken.is_none() {
            return Ok(None);
        }
        let token = self.heard(raise.key(counter).arg(above).invoke_async(&mut connection).await).await?;
        Ok(Some((token, owner)))
    }

    async fn connection(&self) -> Result<MultiplexedConnection, RedisError> {
        let mut slot = self.connection.lock().await;
        if slot.is_none() {
            *slot = Some(self.client.get_multiplexed_async_connection().await?);
        }
        Ok(slot.clone().expect("it was opened"))
    }

    async fn heard<T>(&self, result: Result<T, RedisError>) -> Result<T, RedisError> {
        if result.as_ref().is_err_and(RedisError::is_unrecoverable_error) {
            *self.connection.lock().await = None;
        }
        result
    }

    async fn prolong(&self, key: &str, owner: &str, ttl: u64) -> Result<bool, RedisError> {
        let extend = Script::new(
            "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('PEXPIRE', KEYS[1], ARGV[2])",
        );
        let mut connection = self.connection().await?;
        self.heard(extend.key(key).arg(owner).arg(ttl).invoke_async(&mut connection).await).await
    }

    async fn free(&self, key: &str, owner: &str) -> Result<bool, RedisError> {
        let free =
            Script::new("if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('DEL', KEYS[1])");
        let mut connection = self.connection().await?;
        self.heard(free.key(key).arg(owner).invoke_async(&mut connection).await).await
    }
}

fn milliseconds(ttl: Duration) -> u64 {
    u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).max(1)
}

impl Guard {
    pub fn token(&self) -> u64 {
        self.token
    }

    pub async fn extend(&self, ttl: Duration) -> Result<(), LockError> {
        let is_mine = self.locks.prolong(&self.key, &self.owner, milliseconds(ttl)).await?;
        if is_mine { Ok(()) } else { Err(LockError::Lost) }
    }

    pub async fn release(mut self) -> Result<(), LockError> {
        self.is_open = false;
        let is_mine = self.locks.free(&self.key, &self.owner).await?;
        if is_mine { Ok(()) } else { Err(LockError::Lost) }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let (true, Ok(runtime)) = (self.is_open, tokio::runtime::Handle::try_current()) {
            let (locks, key, owner) = (self.locks.clone(), self.key.clone(), self.owner.clone());
            runtime.spawn(async move { locks.free(&key, &owner).await });
        }
    }
}
