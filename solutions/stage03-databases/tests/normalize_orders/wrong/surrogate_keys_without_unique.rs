//! caught by: tests::edge_cases::a_row_that_breaks_a_dependency_is_refused, tests::edge_cases::a_row_that_leads_nowhere_is_refused
//! A number is the key of each place, and nothing keeps a postcode from having two cities.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> = LazyLock::new(|| {
    reference::normalized()
        .replace(
            "    postcode text PRIMARY KEY",
            r"    place_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    postcode text NOT NULL",
        )
        .replace("postcode text NOT NULL REFERENCES place", "postcode text NOT NULL")
        .replace("INSERT INTO place", "INSERT INTO place (postcode, city)")
});

pub fn normalized() -> &'static str {
    &SQL
}
