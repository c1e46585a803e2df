//! caught by: tests::complexity::the_sales_of_a_product
//! Finds the lines of a product, and fetches every tenth line of the table for one number.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace(" INCLUDE (quantity)", "");
    reference::indexes().into_iter().map(change).collect()
}
