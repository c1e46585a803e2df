//! caught by: tests::edge_cases::a_row_that_breaks_a_dependency_is_refused
//! A product can be in an order twice: (order_id, sku) is no key.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> = LazyLock::new(|| {
    reference::normalized().replace(
        r",
    UNIQUE (order_id, sku)",
        "",
    )
});

pub fn normalized() -> &'static str {
    &SQL
}
