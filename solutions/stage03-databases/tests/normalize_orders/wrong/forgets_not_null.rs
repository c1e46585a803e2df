//! caught by: tests::edge_cases::no_fact_may_be_missing
//! A foreign key lets NULL through.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> =
    LazyLock::new(|| reference::normalized().replace("sku text NOT NULL REFERENCES", "sku text REFERENCES"));

pub fn normalized() -> &'static str {
    &SQL
}
