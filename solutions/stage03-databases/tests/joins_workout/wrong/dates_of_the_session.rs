//! caught by: tests::behaviour::q19_a_calendar_has_the_empty_days_too, tests::properties::q19_holds_in_every_time_zone
//! A cast from timestamptz to date takes the day of whoever asks.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 19 {
        return reference::sql(question);
    }
    r"
        WITH busy AS (
            SELECT c.id AS club_id, b.starts_at::date AS day
            FROM club AS c
            JOIN court AS co ON co.club_id = c.id
            JOIN booking AS b ON b.court_id = co.id
        ), span AS (
            SELECT club_id, min(day) AS first, max(day) AS last
            FROM busy
            GROUP BY club_id
        )
        SELECT span.club_id, days.day::date, count(busy.day)
        FROM span
        CROSS JOIN LATERAL generate_series(span.first::timestamp, span.last::timestamp, interval '1 day') AS days (day)
        LEFT JOIN busy ON busy.club_id = span.club_id AND busy.day = days.day
        GROUP BY span.club_id, days.day
        ORDER BY span.club_id, days.day
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
