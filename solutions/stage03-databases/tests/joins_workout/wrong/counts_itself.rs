//! caught by: tests::behaviour::q20_referrals_are_followed_to_their_end, tests::properties::q20_holds_on_circles
//! On a circle everybody has brought in themselves.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 20 {
        return reference::sql(question);
    }
    r"
        WITH RECURSIVE brought (by_id, id) AS (
            SELECT referrer_id, id
            FROM member
            WHERE referrer_id IS NOT NULL
            UNION
            SELECT brought.by_id, m.id
            FROM brought
            JOIN member AS m ON m.referrer_id = brought.id
        )
        SELECT m.id, count(brought.id)
        FROM member AS m
        LEFT JOIN brought ON brought.by_id = m.id
        GROUP BY m.id
        ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
