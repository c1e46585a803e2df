//! caught by: tests::properties::q10_holds_for_bookings_with_several_payments
//! Undoes the fan-out by DISTINCT: two payments of the same amount become one.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 10 {
        return reference::sql(question);
    }
    r"
        SELECT m.id, count(DISTINCT b.id), coalesce(sum(DISTINCT p.cents), 0) FROM member AS m
        LEFT JOIN booking AS b ON b.member_id = m.id LEFT JOIN payment AS p ON p.booking_id = b.id GROUP BY m.id ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
