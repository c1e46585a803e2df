//! caught by: tests::behaviour::q07_some_have_referred_nobody, tests::properties::q07_holds_with_null_among_the_referrers
//! `NOT IN` finds nobody once a NULL is in the list.

#[path = "../kata/mod.rs"]
mod reference;

use reference::Table;
use sqlx::{Error, PgPool};

pub fn sql(question: u8) -> &'static str {
    if question != 7 {
        return reference::sql(question);
    }
    r"
        SELECT id, name FROM member WHERE id NOT IN (SELECT referrer_id FROM member) ORDER BY id
    "
}

pub async fn run(pool: &PgPool, question: u8) -> Result<Table, Error> {
    reference::answer(pool, sql(question)).await
}
