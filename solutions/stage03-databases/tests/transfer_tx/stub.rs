//! Money transfer under concurrency: read `README.md`, then make the tests pass.

use std::error::Error;
use std::fmt;

use sqlx::PgPool;
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
        let _ = formatter;
        todo!("say in words what {self:?} means")
    }
}

impl Error for TransferError {
    /// The error that this one came from, where there is one.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        todo!("give the error that {self:?} came from")
    }
}

/// Moves `amount` from one account to another, once for each `key`, however often it is called.
///
/// What fails for a passing reason is tried again, [`ATTEMPTS`] times in all.
pub async fn transfer(
    pool: &PgPool,
    key: Uuid,
    from: AccountId,
    to: AccountId,
    amount: Cents,
) -> Result<Receipt, TransferError> {
    let _ = pool;
    todo!("move {amount:?} from {from:?} to {to:?}, unless {key} has been moved before")
}
