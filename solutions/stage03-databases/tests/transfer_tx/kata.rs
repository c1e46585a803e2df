//! Money transfer under concurrency.
//!
//! Three things make a transfer safe, and each needs the others.
//!
//! - **One transaction** moves the money, writes the ledger and remembers the key. Either all of it is there or none.
//! - **Locks in one order**: both accounts are locked before anything is looked at, the smaller number first. So what was
//!   looked at stays true, and transfers in opposite directions wait for one another in line and never in a circle.
//! - **A key** that the caller has chosen. When the connection is lost at `COMMIT`, nobody can tell whether the server
//!   has committed. With the key nobody has to: do it again, and the second time finds the first or takes its place.
//!
//! Only because of the key may a transfer be tried again at all.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// How often a transfer is tried before its error is given to the caller.
pub const ATTEMPTS: u32 = 10;

/// The number of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountId(pub i64);

/// An amount of money in cents: whole numbers add up, fractions do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cents(pub i64);

/// What the sender is given: the same however often a transfer is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub key: Uuid,
    /// What the transfer left on the sender's account.
    pub balance: Cents,
}

/// Why no money was moved, or why nobody can tell.
#[derive(Debug)]
pub enum TransferError {
    /// Only amounts above zero can be sent.
    InvalidAmount,
    /// The sender is the receiver.
    SameAccount,
    /// There is no such account.
    UnknownAccount(AccountId),
    /// The sender has less than the amount.
    InsufficientFunds,
    /// The key belongs to another transfer.
    KeyReused,
    /// Anything else, as it came.
    Database(sqlx::Error),
}

impl fmt::Display for TransferError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidAmount => write!(formatter, "the amount is not above zero"),
            Self::SameAccount => write!(formatter, "the sender is the receiver"),
            Self::UnknownAccount(AccountId(id)) => write!(formatter, "there is no account {id}"),
            Self::InsufficientFunds => write!(formatter, "the sender has less than the amount"),
            Self::KeyReused => write!(formatter, "the key belongs to another transfer"),
            Self::Database(_) => write!(formatter, "the database failed"),
        }
    }
}

impl Error for TransferError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for TransferError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Moves `amount` from one account to another, once for each `key`, however often it is called.
///
/// What fails for a passing reason is tried again, [`ATTEMPTS`] times in all. Each attempt is a transaction of its own,
/// from the beginning: after an error PostgreSQL takes nothing more in the old one, and what was read there is out of
/// date.
pub async fn transfer(
    pool: &PgPool,
    key: Uuid,
    from: AccountId,
    to: AccountId,
    amount: Cents,
) -> Result<Receipt, TransferError> {
    if amount.0 <= 0 {
        return Err(TransferError::InvalidAmount);
    }
    if from == to {
        return Err(TransferError::SameAccount);
    }
    let order = Order { key, from, to, amount };
    let mut attempt = 1;
    loop {
        match order.carry_out(pool).await {
            Err(TransferError::Database(error)) if attempt < ATTEMPTS && is_passing(&error) => {
                tokio::time::sleep(pause(attempt)).await;
                attempt += 1;
            }
            result => return result,
        }
    }
}

/// Whether the same may well succeed when it is tried again.
///
/// 40001 is a serialization failure and 40P01 a deadlock: somebody else was first. 57P01 is the last word of a server
/// process that an administrator ends; a connection that breaks without a word is an I/O error. Everything else, such
/// as a constraint, a full disk or a pool that has no connection to give, would only fail ten times.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(refusal) => matches!(refusal.code().as_deref(), Some("40001" | "40P01" | "57P01")),
        _ => false,
    }
}

/// A while that doubles with each attempt, up to 64 ms, and is drawn by lot, so that those who were in each other's way
/// do not come back at the same moment.
fn pause(attempt: u32) -> Duration {
    Duration::from_millis(fastrand::u64(1..=1 << attempt.min(6)))
}

/// A transfer that is asked for.
struct Order {
    key: Uuid,
    from: AccountId,
    to: AccountId,
    amount: Cents,
}

impl Order {
    /// Tries it once. A transaction that is dropped on the way out is rolled back.
    async fn carry_out(&self, pool: &PgPool) -> Result<Receipt, TransferError> {
        let mut transaction = pool.begin().await?;
        let held = self.lock_accounts(&mut transaction).await?;
        // Before the funds: if this was moved already, they may be gone, and rightly so.
        if let Some(receipt) = self.earlier(&mut transaction).await? {
            return Ok(receipt);
        }
        if held.0 < self.amount.0 {
            return Err(TransferError::InsufficientFunds);
        }
        let balance = Cents(held.0 - self.amount.0);
        self.post(&mut transaction, balance).await?;
        // Nothing has happened before this has been answered, and this can fail.
        transaction.commit().await?;
        Ok(Receipt { key: self.key, balance })
    }

    /// Locks both accounts and gives the sender's balance, which nobody else can change from now on.
    ///
    /// The rows are locked in the order in which they come, so `ORDER BY` makes it the same order for everyone. `FOR NO
    /// KEY UPDATE` is the lock that an `UPDATE` takes: it lets others refer to the account by a foreign key meanwhile.
    async fn lock_accounts(&self, connection: &mut PgConnection) -> Result<Cents, TransferError> {
        let select = "SELECT id, balance FROM account WHERE id IN ($1, $2) ORDER BY id FOR NO KEY UPDATE";
        let select = sqlx::query_as(select).bind(self.from.0).bind(self.to.0);
        let accounts: Vec<(i64, i64)> = select.fetch_all(connection).await?;
        let balance = |account: AccountId| {
            let found = accounts.iter().find(|(id, _)| *id == account.0);
            found.map(|(_, balance)| Cents(*balance)).ok_or(TransferError::UnknownAccount(account))
        };
        balance(self.to)?;
        balance(self.from)
    }

    /// The receipt of an earlier call with this key, if there was one.
    ///
    /// Whoever moves money between the same accounts holds the same locks. So here they have either committed, and are
    /// seen by this statement, or have not begun.
    async fn earlier(&self, connection: &mut PgConnection) -> Result<Option<Receipt>, TransferError> {
        let select = "SELECT from_account, to_account, amount, from_balance FROM transfer WHERE key = $1";
        let found: Option<(i64, i64, i64, i64)> =
            sqlx::query_as(select).bind(self.key).fetch_optional(connection).await?;
        match found {
            None => Ok(None),
            Some((from, to, amount, balance)) if (from, to, amount) == (self.from.0, self.to.0, self.amount.0) => {
                Ok(Some(Receipt { key: self.key, balance: Cents(balance) }))
            }
            Some(_) => Err(TransferError::KeyReused),
        }
    }

    /// Remembers the key, moves the money and writes both lines of the ledger.
    async fn post(&self, connection: &mut PgConnection, balance: Cents) -> Result<(), TransferError> {
        let remember = "INSERT INTO transfer (key, from_account, to_account, amount, from_balance)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING";
        let remember = sqlx::query(remember).bind(self.key).bind(self.from.0).bind(self.to.0);
        let remembered = remember.bind(self.amount.0).bind(balance.0).execute(&mut *connection).await?;
        if remembered.rows_affected() == 0 {
            // It was not there a moment ago, and nobody else can be at these two accounts: the key has just been used for
            // two others.
            return Err(TransferError::KeyReused);
        }
        let shift = "UPDATE account SET balance = balance + CASE id WHEN $1 THEN -$3 ELSE $3 END WHERE id IN ($1, $2)";
        sqlx::query(shift).bind(self.from.0).bind(self.to.0).bind(self.amount.0).execute(&mut *connection).await?;
        let enter = "INSERT INTO entry (transfer, account, amount) VALUES ($1, $2, -$4), ($1, $3, $4)";
        let enter = sqlx::query(enter).bind(self.key).bind(self.from.0).bind(self.to.0).bind(self.amount.0);
        enter.execute(connection).await?;
        Ok(())
    }
}
