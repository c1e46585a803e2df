//! caught by: tests::complexity::the_last_orders_of_a_customer, tests::behaviour::no_query_reads_a_table_from_end_to_end, tests::behaviour::every_index_is_used
//! An index on the column, which the query wraps in lower().

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("lower(email)", "email");
    reference::indexes().into_iter().map(change).collect()
}
