//! caught by: tests::behaviour::q12_what_is_owed_depends_on_the_time_that_really_passes, tests::properties::q12_holds_when_the_clocks_change
//! Subtracts what the clocks on the wall show: an hour too much or too little in two nights of the year.

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
                co.hourly_cents * extract(epoch FROM (b.ends_at AT TIME ZONE c.time_zone) - (b.starts_at AT TIME ZONE c.time_zone)) / 3600
                    - coalesce((SELECT sum(p.cents) FROM payment AS p WHERE p.booking_id = b.id), 0) AS owed
            FROM booking AS b
            JOIN court AS co ON co.id = b.court_id
            JOIN club AS c ON c.id = co.club_id
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
