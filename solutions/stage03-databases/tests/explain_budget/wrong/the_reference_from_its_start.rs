//! caught by: tests::complexity::the_end_of_a_reference, tests::behaviour::no_query_reads_a_table_from_end_to_end
//! A B-tree of the text as it is, for a search by its end.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("reverse(reference)", "reference");
    reference::indexes().into_iter().map(change).collect()
}
