//! caught by: tests::behaviour::q09_ids_on_one_side_only_are_found, tests::properties::q09_holds_for_guests_and_unknown_members
//! A full join keeps the NULL of the guests, which finds no partner.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 9 {
        return reference::sql(question);
    }
    r"
        SELECT coalesce(m.id, b.member_id) AS id, m.id IS NOT NULL AS is_member
        FROM member AS m
        FULL JOIN (SELECT DISTINCT member_id FROM booking) AS b ON b.member_id = m.id
        WHERE m.id IS NULL OR b.member_id IS NULL
        ORDER BY id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
