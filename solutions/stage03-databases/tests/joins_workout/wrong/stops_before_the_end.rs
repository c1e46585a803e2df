//! caught by: tests::edge_cases::q20_ends_on_a_circle_of_any_length
//! Follows referrals for a few steps, and a longer chain for no more.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 20 {
        return reference::sql(question);
    }
    r"
        WITH RECURSIVE brought (by_id, id, depth) AS (
            SELECT referrer_id, id, 1
            FROM member
            WHERE referrer_id IS NOT NULL
            UNION
            SELECT brought.by_id, m.id, brought.depth + 1
            FROM brought
            JOIN member AS m ON m.referrer_id = brought.id AND depth < 20
        )
        SELECT m.id, count(DISTINCT brought.id)
        FROM member AS m
        LEFT JOIN brought ON brought.by_id = m.id AND brought.id <> m.id
        GROUP BY m.id
        ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
