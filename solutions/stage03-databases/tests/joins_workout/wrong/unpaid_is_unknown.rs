//! caught by: tests::behaviour::q12_what_is_owed_depends_on_the_time_that_really_passes, tests::properties::q12_holds_when_the_clocks_change
//! Without a payment the sum is NULL, and so is what is owed.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 12 {
        return reference::sql(question);
    }
    r"
        WITH bill AS (
            SELECT
                b.id,
                co.hourly_cents * extract(epoch FROM b.ends_at - b.starts_at) / 3600
                    - (SELECT sum(p.cents) FROM payment AS p WHERE p.booking_id = b.id) AS owed
            FROM booking AS b
            JOIN court AS co ON co.id = b.court_id
        )
        SELECT id, owed
        FROM bill
        WHERE owed > 0
        ORDER BY id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
