//! caught by: tests::complexity::the_indexes_are_smaller_than_the_tables, tests::complexity::a_note_that_changes_is_nothing_to_an_index, tests::edge_cases::a_long_note_can_be_stored
//! INCLUDE for all that any query selects, so that no table is ever visited.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("INCLUDE (total_cents)", "INCLUDE (total_cents, status, note)");
    reference::indexes().into_iter().map(change).collect()
}
