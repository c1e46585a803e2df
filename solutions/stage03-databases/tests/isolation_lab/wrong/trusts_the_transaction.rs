//! caught by: tests::concurrency::of_two_doctors_who_leave_at_once_one_stays
//! Reads and writes in one transaction, and takes that for enough.

#[path = "../kata.rs"]
mod reference;

use sqlx::{Error, PgPool};

pub use reference::*;

pub async fn leave_call(pool: &PgPool, ward: i32, doctor: i32) -> Result<bool, Error> {
    let mut transaction = pool.begin().await?;
    let select = "SELECT id FROM doctor WHERE ward = $1 AND on_call ORDER BY id";
    let on_call: Vec<i32> = sqlx::query_scalar(select).bind(ward).fetch_all(&mut *transaction).await?;
    let may_leave = on_call.contains(&doctor) && on_call.len() > 1;
    if may_leave {
        let update = sqlx::query("UPDATE doctor SET on_call = false WHERE id = $1").bind(doctor);
        update.execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(may_leave)
}
