//! caught by: tests::behaviour::q02_members_without_a_club_stay, tests::properties::q02_holds_for_unknown_clubs
//! An inner join drops the members whose club is not known.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 2 {
        return reference::sql(question);
    }
    r"
        SELECT m.id, m.name, c.name
        FROM member AS m
        JOIN club AS c ON c.id = m.club_id
        ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
