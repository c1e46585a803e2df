//! caught by: tests::behaviour::q17_the_total_grows_payment_by_payment, tests::properties::q17_holds_for_payments_at_the_same_moment
//! The default window ends with the row's equals: payments of one moment share one total.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 17 {
        return reference::sql(question);
    }
    r"
        SELECT co.club_id, p.id, p.cents, sum(p.cents) OVER (PARTITION BY co.club_id ORDER BY p.paid_at)
        FROM payment AS p
        JOIN booking AS b ON b.id = p.booking_id
        JOIN court AS co ON co.id = b.court_id
        ORDER BY co.club_id, p.paid_at, p.id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
