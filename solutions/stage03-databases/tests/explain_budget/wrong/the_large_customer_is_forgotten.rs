//! caught by: tests::complexity::the_last_orders_of_a_customer
//! Finds a customer and leaves the order to a sort: quick for everybody but one.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("(lower(email), placed_at)", "(lower(email))");
    reference::indexes().into_iter().map(change).collect()
}
