//! caught by: tests::edge_cases::an_owl_is_stored_and_is_no_snail
//! Searches by the default collation, to which all characters beyond the basic plane are one.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schema() -> &'static str {
    // The learner's tables are these.
    Box::leak(reference::schema().replace("utf8mb4_unicode_520_ci", "utf8mb4_general_ci").into_boxed_str())
}
