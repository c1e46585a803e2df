//! caught by: tests::complexity::the_last_orders_of_a_customer
//! A hash finds what is equal, and knows no order.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("(lower(email), placed_at)", "USING hash (lower(email))");
    reference::indexes().into_iter().map(change).collect()
}
