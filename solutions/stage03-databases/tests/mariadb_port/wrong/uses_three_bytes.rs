//! caught by: tests::edge_cases::an_owl_is_stored_and_is_no_snail, tests::behaviour::what_the_tables_refuse_has_a_name
//! Takes `utf8` for UTF-8: it has three bytes and no owl.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schema() -> &'static str {
    // The learner's tables are these.
    Box::leak(
        reference::schema()
            .replace("utf8mb4_nopad_bin", "utf8mb3_nopad_bin")
            .replace("utf8mb4_unicode_520_ci", "utf8mb3_unicode_520_ci")
            .replace("utf8mb4", "utf8mb3")
            .into_boxed_str(),
    )
}
