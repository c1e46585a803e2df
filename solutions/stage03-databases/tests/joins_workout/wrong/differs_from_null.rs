//! caught by: tests::behaviour::q08_some_play_elsewhere, tests::properties::q08_holds_for_members_of_no_club
//! `<>` with NULL is not true: who has no club is never a guest.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 8 {
        return reference::sql(question);
    }
    r"
        SELECT m.id, m.name
        FROM member AS m
        WHERE EXISTS (
            SELECT
            FROM booking AS b
            JOIN court AS co ON co.id = b.court_id
            WHERE b.member_id = m.id AND co.club_id <> m.club_id
        )
        ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
