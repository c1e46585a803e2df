//! Distributed lock with fencing: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use redis::{Client, RedisError};

/// How often and how patiently a lock is tried again that somebody else has.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Further attempts after the first.
    pub retries: u32,
    /// The pause before each of them.
    pub pause: Duration,
}

/// Why there is no lock, or no lock any more.
#[derive(Debug)]
pub enum LockError {
    /// Somebody else has the lock, also after the last attempt.
    Busy,
    /// The lock has ended, and somebody else may have it.
    Lost,
    /// Redis did not answer, or with an error. Whether it has done what it was asked for is unknown.
    Unavailable(RedisError),
}

impl fmt::Display for LockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => formatter.write_str("the lock is held by somebody else"),
            Self::Lost => formatter.write_str("the lock was lost"),
            Self::Unavailable(error) => write!(formatter, "redis is unavailable: {error}"),
        }
    }
}

impl Error for LockError {}

impl From<RedisError> for LockError {
    fn from(error: RedisError) -> Self {
        Self::Unavailable(error)
    }
}

/// Hands out locks. Clones share one connection.
#[derive(Clone)]
pub struct Locks {
    // Your fields go here.
}

impl Locks {
    /// Locks in the Redis of `client`. Nothing is sent yet.
    pub fn new(client: Client, patience: Patience) -> Self {
        let Patience { retries, pause } = patience;
        let _ = client;
        todo!(
            "keep the client, connect when the first lock is asked for, and try again {retries} times after {pause:?}"
        )
    }

    /// Takes the lock `key`, which ends by itself after `ttl`. Its token is higher than `above` and than that of every
    /// earlier holder.
    pub async fn acquire(&self, key: &str, ttl: Duration, above: u64) -> Result<Guard, LockError> {
        todo!("take `{key}` for {ttl:?} with a token above {above}, in one step")
    }
}

/// A lock that was taken. It may have ended since: only the resource can tell, by the token.
pub struct Guard {
    // Your fields go here.
}

impl Guard {
    /// The fencing token: sent along with every write to the resource.
    pub fn token(&self) -> u64 {
        todo!("give the token that came with the lock")
    }

    /// Lets the lock end `ttl` from now. `Lost` when it has ended already: it is not taken again.
    pub async fn extend(&self, ttl: Duration) -> Result<(), LockError> {
        todo!("let the lock end in {ttl:?}, if it is still this guard's")
    }

    /// Gives the lock back. `Lost` when it had ended already: whoever has it now keeps it.
    pub async fn release(self) -> Result<(), LockError> {
        todo!("free the lock, if it is still this guard's")
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        todo!("give the lock back in the background, if that was not done")
    }
}

/// What the lock protects: a value that takes no write of a holder whose successor has written.
pub struct Fenced<T> {
    /// Your fields go here.
    parts: PhantomData<T>,
}

/// A write came with a token lower than one seen before: its sender has lost the lock without knowing it.
#[derive(Debug)]
pub struct Stale;

impl<T> Fenced<T> {
    /// A value that nobody has written to yet.
    pub fn new(value: T) -> Self {
        let _ = value;
        todo!("keep the value, and the highest token that was seen: none yet")
    }

    /// Replaces the value, unless a higher token was seen. One holder may write as often as it likes.
    pub fn write(&mut self, token: u64, value: T) -> Result<(), Stale> {
        let _ = value;
        todo!("take the value if token {token} is not older than the newest")
    }

    /// The value.
    pub fn value(&self) -> &T {
        todo!("give the value")
    }

    /// The highest token that it has seen, 0 before the first.
    pub fn highest_token(&self) -> u64 {
        todo!("give the highest token")
    }
}
