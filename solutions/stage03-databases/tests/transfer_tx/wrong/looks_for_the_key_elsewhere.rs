//! caught by: tests::complexity::one_connection_is_enough
//! Looks for the key on a second connection while it holds the first.

#[path = "../kata.rs"]
mod reference;

use sqlx::PgPool;
use uuid::Uuid;

pub use reference::{ATTEMPTS, AccountId, Cents, Receipt, TransferError};

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
    let mut attempt = 1;
    loop {
        match once(pool, key, from, to, amount).await {
            Err(TransferError::Database(error)) if attempt < ATTEMPTS && is_passing(&error) => attempt += 1,
            result => return result,
        }
    }
}

fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(refusal) => matches!(refusal.code().as_deref(), Some("40001" | "40P01" | "57P01")),
        _ => false,
    }
}

async fn once(
    pool: &PgPool,
    key: Uuid,
    from: AccountId,
    to: AccountId,
    amount: Cents,
) -> Result<Receipt, TransferError> {
    let mut transaction = pool.begin().await?;
    let select = "SELECT id, balance FROM account WHERE id IN ($1, $2) ORDER BY id FOR NO KEY UPDATE";
    let accounts: Vec<(i64, i64)> = sqlx::query_as(select).bind(from.0).bind(to.0).fetch_all(&mut *transaction).await?;
    for account in [to, from] {
        if !accounts.iter().any(|(id, _)| *id == account.0) {
            return Err(TransferError::UnknownAccount(account));
        }
    }
    let held = accounts.iter().find(|(id, _)| *id == from.0).map_or(0, |(_, balance)| *balance);
    let select = "SELECT from_account, to_account, amount, from_balance FROM transfer WHERE key = $1";
    let found: Option<(i64, i64, i64, i64)> = sqlx::query_as(select).bind(key).fetch_optional(pool).await?;
    if let Some((old_from, old_to, old_amount, balance)) = found {
        if (old_from, old_to, old_amount) != (from.0, to.0, amount.0) {
            return Err(TransferError::KeyReused);
        }
        return Ok(Receipt { key, balance: Cents(balance) });
    }
    if held < amount.0 {
        return Err(TransferError::InsufficientFunds);
    }
    let balance = Cents(held - amount.0);
    let remember = "INSERT INTO transfer (key, from_account, to_account, amount, from_balance)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING";
    let remember = sqlx::query(remember).bind(key).bind(from.0).bind(to.0).bind(amount.0).bind(balance.0);
    if remember.execute(&mut *transaction).await?.rows_affected() == 0 {
        return Err(TransferError::KeyReused);
    }
    let shift = "UPDATE account SET balance = balance + CASE id WHEN $1 THEN -$3 ELSE $3 END WHERE id IN ($1, $2)";
    sqlx::query(shift).bind(from.0).bind(to.0).bind(amount.0).execute(&mut *transaction).await?;
    let enter = "INSERT INTO entry (transfer, account, amount) VALUES ($1, $2, -$4), ($1, $3, $4)";
    sqlx::query(enter).bind(key).bind(from.0).bind(to.0).bind(amount.0).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(Receipt { key, balance })
}
