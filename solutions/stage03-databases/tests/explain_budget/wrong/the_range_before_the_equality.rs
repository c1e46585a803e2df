//! caught by: tests::complexity::the_revenue_of_a_tenant, tests::edge_cases::what_nobody_has_is_not_found_soon
//! Sorts by time and then by tenant: the orders of all tenants of that time are read for those of one.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("(tenant, placed_at, id)", "(placed_at, tenant, id)");
    reference::indexes().into_iter().map(change).collect()
}
