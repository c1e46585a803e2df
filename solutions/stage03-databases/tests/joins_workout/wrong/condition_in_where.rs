//! caught by: tests::behaviour::q04_a_club_whose_members_all_have_an_address_stays, tests::properties::q04_holds_for_clubs_without_such_members
//! The condition stands in WHERE, so clubs whose members all have an address are gone.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 4 {
        return reference::sql(question);
    }
    r"
        SELECT c.id, c.name, count(m.id)
        FROM club AS c
        LEFT JOIN member AS m ON m.club_id = c.id
        WHERE m.email IS NULL
        GROUP BY c.id
        ORDER BY c.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
