//! caught by: tests::behaviour::q03_a_court_that_nobody_books_has_no_booking, tests::properties::q03_holds_for_courts_without_bookings
//! `count(*)` over an outer join counts the row that stands for no booking.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 3 {
        return reference::sql(question);
    }
    r"
        SELECT co.id, co.name, count(*)
        FROM court AS co
        LEFT JOIN booking AS b ON b.court_id = co.id
        GROUP BY co.id
        ORDER BY co.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
