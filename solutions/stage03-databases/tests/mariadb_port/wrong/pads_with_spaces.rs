//! caught by: tests::edge_cases::codes_that_differ_in_anything_are_different
//! Takes a binary collation, but one that takes spaces at the end for nothing.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schema() -> &'static str {
    // The learner's tables are these.
    Box::leak(reference::schema().replace("utf8mb4_nopad_bin", "utf8mb4_bin").into_boxed_str())
}
