//! caught by: tests::edge_cases::what_others_refer_to_stays
//! Who deletes a customer deletes the orders.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> = LazyLock::new(|| {
    reference::normalized()
        .replace("REFERENCES customer", "REFERENCES customer ON DELETE CASCADE")
        .replace("REFERENCES purchase,", "REFERENCES purchase ON DELETE CASCADE,")
});

pub fn normalized() -> &'static str {
    &SQL
}
