//! caught by: tests::properties::q08_holds_for_members_of_no_club
//! A join in place of EXISTS: who plays elsewhere twice is there twice.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 8 {
        return reference::sql(question);
    }
    r"
        SELECT m.id, m.name FROM member AS m JOIN booking AS b ON b.member_id = m.id JOIN court AS co ON co.id = b.court_id
        WHERE co.club_id IS DISTINCT FROM m.club_id ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
