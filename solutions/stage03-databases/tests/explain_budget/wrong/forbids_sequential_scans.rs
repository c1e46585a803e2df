//! caught by: tests::behaviour::the_file_creates_indexes_and_nothing_else
//! Tells the planner not to read tables from end to end, instead of giving it a better way.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    [vec!["SET enable_seqscan = off".to_owned()], reference::indexes()].concat()
}
