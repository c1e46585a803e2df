//! caught by: tests::properties::q13_holds_for_bookings_that_touch_contain_and_equal_one_another
//! Looks only for a booking that starts within an earlier id's: half of the pairs.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 13 {
        return reference::sql(question);
    }
    r"
        SELECT a.court_id, a.id, b.id
        FROM booking AS a
        JOIN booking AS b ON b.court_id = a.court_id AND a.id < b.id
        WHERE b.starts_at >= a.starts_at AND b.starts_at < a.ends_at
        ORDER BY a.court_id, a.id, b.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
