//! caught by: tests::edge_cases::a_moment_is_the_same_in_every_session
//! A TIMESTAMP is converted by the zone of the session, and ends in 2038.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schema() -> &'static str {
    // The learner's tables are these.
    Box::leak(reference::schema().replace("due DATETIME(6)", "due TIMESTAMP(6) NULL").into_boxed_str())
}
