//! caught by: tests::behaviour::q06_addresses_are_shared_whatever_their_capitals, tests::properties::q06_holds_for_missing_addresses_and_equal_numbers
//! NULL becomes an address that many members have.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 6 {
        return reference::sql(question);
    }
    r"
        SELECT lower(email) AS address, count(*) AS members
        FROM member
        GROUP BY address
        HAVING count(*) > 1
        ORDER BY members DESC, address
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
