//! caught by: tests::complexity::the_history_of_a_tenant, tests::complexity::the_revenue_of_a_tenant
//! Finds the orders of a tenant, and sorts them all for twenty.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("(tenant, placed_at, id) INCLUDE (total_cents)", "(tenant)");
    reference::indexes().into_iter().map(change).collect()
}
