//! caught by: tests::behaviour::q14_few_have_booked_every_court_of_their_club, tests::properties::q14_holds_for_clubs_without_courts
//! "There is no court that they have not booked" is true where there is no court.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 14 {
        return reference::sql(question);
    }
    r"
        SELECT m.id, m.name FROM member AS m WHERE NOT EXISTS (SELECT FROM court AS co WHERE co.club_id = m.club_id
        AND NOT EXISTS (SELECT FROM booking AS b WHERE b.court_id = co.id AND b.member_id = m.id)) ORDER BY m.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
