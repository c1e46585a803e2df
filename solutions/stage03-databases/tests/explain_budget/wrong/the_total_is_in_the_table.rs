//! caught by: tests::complexity::the_revenue_of_a_tenant
//! The right order without the total: each sum visits the table, row by row.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace(" INCLUDE (total_cents)", "");
    reference::indexes().into_iter().map(change).collect()
}
