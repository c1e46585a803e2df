//! caught by: tests::behaviour::the_view_is_a_view_with_the_same_columns, tests::behaviour::a_fact_is_changed_in_one_row
//! A materialized view shows what was true when it was made.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> =
    LazyLock::new(|| reference::normalized().replace("CREATE VIEW", "CREATE MATERIALIZED VIEW"));

pub fn normalized() -> &'static str {
    &SQL
}
