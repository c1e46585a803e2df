//! caught by: tests::behaviour::several_rows_that_change_together_need_transactions, tests::edge_cases::the_name_decides_nothing
//! Takes a document for as good as a transaction, whatever changes together.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut other = workload.clone();
    other.rules.retain(|rule| !matches!(rule, Rule::Several(_) | Rule::Together(_)));
    reference::choose(&other)
}
