//! caught by: tests::properties::q16_holds_for_equal_numbers
//! `dense_rank` goes on with the next number after equals.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 16 {
        return reference::sql(question);
    }
    r"
        SELECT c.id, dense_rank() OVER (PARTITION BY c.id ORDER BY count(b.id) DESC) AS place, m.id, count(b.id)
        FROM club AS c
        JOIN member AS m ON m.club_id = c.id
        LEFT JOIN booking AS b ON b.member_id = m.id
        GROUP BY c.id, m.id
        ORDER BY c.id, place, m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
