//! caught by: tests::edge_cases::each_file_holds_one_query
//! Sets the session's time zone before it asks: two statements, and a zone for whoever comes next.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 19 {
        return reference::sql(question);
    }
    r"
        SET TIME ZONE 'UTC';
        WITH busy AS (
            SELECT c.id AS club_id, (b.starts_at AT TIME ZONE c.time_zone)::date AS day
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
