//! caught by: tests::behaviour::q20_referrals_are_followed_to_their_end, tests::properties::q20_holds_on_circles
//! Follows circles a few times with UNION ALL, and counts whom it meets again.

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
            UNION ALL
            SELECT brought.by_id, m.id, brought.depth + 1
            FROM brought
            JOIN member AS m ON m.referrer_id = brought.id AND depth < 8
        )
        SELECT m.id, count(brought.id)
        FROM member AS m
        LEFT JOIN brought ON brought.by_id = m.id AND brought.id <> m.id
        GROUP BY m.id
        ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
