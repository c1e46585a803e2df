//! A lock in Redis, with a fencing token.
//!
//! Two rules carry everything. First: what must not come apart is one script, for Redis runs a script from its first line
//! to its last with nothing in between. To look and then to act, in two commands, is to act on what was true once.
//! Second: a lock that ends by itself can end while its holder believes to have it. No client can rule that out, with no
//! clock and no check, since it may be paused right after the check. So the last word is with the resource: it takes
//! part by remembering the highest token that it has seen.

use std::error::Error;
use std::fmt;
use std::mem;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError, Script, ScriptInvocation};
use tokio::runtime::Handle;
use tokio::sync::Mutex;

/// Takes the lock, and gives its token; nothing when somebody has it.
///
/// The counter moves in the same step as the lock, and only with it. A token that was drawn before would be old by the time
/// the lock comes, and one that is drawn after could be drawn by somebody whose lock has ended by then.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
            return false
        end
        if tonumber(redis.call('GET', KEYS[2]) or 0) < tonumber(ARGV[3]) then
            redis.call('SET', KEYS[2], ARGV[3])
        end
        return redis.call('INCR', KEYS[2])",
    )
});

/// Sets the time that is left, if the lock is still this owner's; otherwise gives nothing.
static EXTEND: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) ~= ARGV[1] then
            return false
        end
        return redis.call('PEXPIRE', KEYS[1], ARGV[2])",
    )
});

/// Frees the lock, if it is still this owner's; otherwise gives nothing.
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) ~= ARGV[1] then
            return false
        end
        return redis.call('DEL', KEYS[1])",
    )
});

/// How long a reply is waited for. A call that hangs for ever would hold its caller up as a lock does that never ends.
const PATIENCE_WITH_THE_SERVER: Duration = Duration::from_secs(5);

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
    shared: Arc<Shared>,
}

struct Shared {
    client: Client,
    patience: Patience,
    /// The connection, which all calls use at once; none before the first call and after one has failed.
    connection: Mutex<Option<MultiplexedConnection>>,
}

impl Locks {
    /// Locks in the Redis of `client`. Nothing is sent yet.
    pub fn new(client: Client, patience: Patience) -> Self {
        Self { shared: Arc::new(Shared { client, patience, connection: Mutex::new(None) }) }
    }

    /// Takes the lock `key`, which ends by itself after `ttl`. Its token is higher than `above` and than that of every
    /// earlier holder.
    ///
    /// Only a lock that somebody has is worth another attempt. A server that is down is the caller's business.
    pub async fn acquire(&self, key: &str, ttl: Duration, above: u64) -> Result<Guard, LockError> {
        // The owner is this one call: not the process, which may come again, nor the token, which Redis may forget and give
        // once more.
        let owner = format!("{:032x}", fastrand::u128(..));
        let mut take = TAKE.key(key);
        // Braces put the counter into the same slot of a cluster as its lock.
        take.key(format!("{{{key}}}:token")).arg(&owner).arg(milliseconds(ttl)).arg(above);

        let Patience { retries, pause } = self.shared.patience;
        for attempt in 0..=retries {
            if attempt > 0 {
                // Waiters that were turned away together do not come back together.
                tokio::time::sleep(pause.mul_f64(0.5 + fastrand::f64() / 2.0)).await;
            }
            if let Some(token) = self.run(&take).await? {
                return Ok(Guard { locks: self.clone(), key: key.to_owned(), owner, token, is_open: true });
            }
        }
        Err(LockError::Busy)
    }

    /// Runs a script, which answers with a number or with nothing. `Script` sends the hash of its text, and the text
    /// itself when Redis does not know the hash: after a restart, or when somebody has flushed the scripts.
    async fn run(&self, script: &ScriptInvocation<'_>) -> Result<Option<u64>, LockError> {
        let result = match self.connection().await {
            Ok(mut connection) => script.invoke_async(&mut connection).await,
            Err(error) => Err(error),
        };
        if result.as_ref().is_err_and(RedisError::is_unrecoverable_error) {
            // A multiplexed connection that is broken stays broken: the next call opens another.
            *self.shared.connection.lock().await = None;
        }
        Ok(result?)
    }

    /// The connection, opened if there is none. Whoever comes meanwhile waits for it instead of opening a second.
    async fn connection(&self) -> Result<MultiplexedConnection, RedisError> {
        let mut slot = self.shared.connection.lock().await;
        if let Some(connection) = &*slot {
            return Ok(connection.clone());
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(PATIENCE_WITH_THE_SERVER))
            .set_response_timeout(Some(PATIENCE_WITH_THE_SERVER));
        let connection = self.shared.client.get_multiplexed_async_connection_with_config(&config).await?;
        Ok(slot.insert(connection).clone())
    }
}

/// As Redis counts it. It refuses a lock without time, and takes `PEXPIRE key 0` for `DEL key`.
fn milliseconds(ttl: Duration) -> u64 {
    u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).max(1)
}

/// A lock that was taken. It may have ended since: only the resource can tell, by the token.
pub struct Guard {
    locks: Locks,
    key: String,
    owner: String,
    token: u64,
    /// Whether nobody has asked for its release yet.
    is_open: bool,
}

impl Guard {
    /// The fencing token: sent along with every write to the resource.
    pub fn token(&self) -> u64 {
        self.token
    }

    /// Lets the lock end `ttl` from now. `Lost` when it has ended already: it is not taken again.
    pub async fn extend(&self, ttl: Duration) -> Result<(), LockError> {
        let extended = self.locks.run(EXTEND.key(&self.key).arg(&self.owner).arg(milliseconds(ttl))).await?;
        extended.map(|_| ()).ok_or(LockError::Lost)
    }

    /// Gives the lock back. `Lost` when it had ended already: whoever has it now keeps it.
    pub async fn release(mut self) -> Result<(), LockError> {
        self.is_open = false;
        let released = self.locks.run(RELEASE.key(&self.key).arg(&self.owner)).await?;
        released.map(|_| ()).ok_or(LockError::Lost)
    }
}

/// `drop` can neither wait nor fail. It leaves the release to the runtime; where there is none any more, to the TTL.
impl Drop for Guard {
    fn drop(&mut self) {
        if !self.is_open {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            let (locks, key, owner) = (self.locks.clone(), mem::take(&mut self.key), mem::take(&mut self.owner));
            runtime.spawn(async move {
                // Nobody is left to hear of a failure, and the TTL makes up for it.
                let _ = locks.run(RELEASE.key(key).arg(owner)).await;
            });
        }
    }
}

/// What the lock protects: a value that takes no write of a holder whose successor has written.
pub struct Fenced<T> {
    value: T,
    highest: u64,
}

/// A write came with a token lower than one seen before: its sender has lost the lock without knowing it.
#[derive(Debug)]
pub struct Stale;

impl<T> Fenced<T> {
    /// A value that nobody has written to yet.
    pub fn new(value: T) -> Self {
        Self { value, highest: 0 }
    }

    /// Replaces the value, unless a higher token was seen. One holder may write as often as it likes.
    pub fn write(&mut self, token: u64, value: T) -> Result<(), Stale> {
        if token < self.highest {
            return Err(Stale);
        }
        self.highest = token;
        self.value = value;
        Ok(())
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The highest token that it has seen, 0 before the first.
    pub fn highest_token(&self) -> u64 {
        self.highest
    }
}
