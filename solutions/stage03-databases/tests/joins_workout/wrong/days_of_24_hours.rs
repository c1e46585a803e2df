//! caught by: tests::behaviour::q18_days_are_those_of_the_wall, tests::properties::q18_holds_in_every_time_zone
//! Counts spans of 24 hours in place of dates.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 18 {
        return reference::sql(question);
    }
    r"
        WITH dated AS (
            SELECT
                b.member_id,
                b.id,
                b.starts_at,
                b.starts_at AS day
            FROM booking AS b
            JOIN member AS m ON m.id = b.member_id
            JOIN court AS co ON co.id = b.court_id
            JOIN club AS c ON c.id = co.club_id
        ), followed AS (
            SELECT *, extract(day FROM day - lag(day) OVER (PARTITION BY member_id ORDER BY starts_at, id)) AS days
            FROM dated
        )
        SELECT member_id, id, days
        FROM followed
        WHERE days IS NOT NULL
        ORDER BY member_id, starts_at, id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
