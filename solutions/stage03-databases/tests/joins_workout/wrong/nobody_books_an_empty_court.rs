//! caught by: tests::behaviour::q11_who_books_a_court_is_one_of_three, tests::properties::q11_holds_for_guests_and_members_of_no_club
//! Counts the row of a court without bookings as a booking by somebody else.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 11 {
        return reference::sql(question);
    }
    r"
        SELECT
            co.id,
            count(*) FILTER (WHERE m.club_id = co.club_id),
            count(*) FILTER (WHERE m.id IS NOT NULL AND m.club_id IS DISTINCT FROM co.club_id),
            count(*) FILTER (WHERE m.id IS NULL)
        FROM court AS co
        LEFT JOIN booking AS b ON b.court_id = co.id
        LEFT JOIN member AS m ON m.id = b.member_id
        GROUP BY co.id
        ORDER BY co.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
