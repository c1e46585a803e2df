//! caught by: tests::behaviour::q15_every_court_has_its_two_latest_bookings, tests::properties::q15_holds_for_bookings_that_start_at_once
//! A cross join drops the courts without bookings.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 15 {
        return reference::sql(question);
    }
    r"
        SELECT co.id, latest.id
        FROM court AS co
        CROSS JOIN LATERAL (
            SELECT b.id, b.starts_at
            FROM booking AS b
            WHERE b.court_id = co.id
            ORDER BY b.starts_at DESC, b.id
            LIMIT 2
        ) AS latest
        ORDER BY co.id, latest.starts_at DESC, latest.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
