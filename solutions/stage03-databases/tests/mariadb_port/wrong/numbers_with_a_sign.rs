//! caught by: tests::edge_cases::ids_use_all_of_their_bits
//! BIGINT, as in PostgreSQL: half of the ids do not fit.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schema() -> &'static str {
    // The learner's tables are these.
    Box::leak(
        reference::schema()
            .replace("id BIGINT UNSIGNED", "id BIGINT")
            .replace("_id BIGINT UNSIGNED", "_id BIGINT")
            .into_boxed_str(),
    )
}
