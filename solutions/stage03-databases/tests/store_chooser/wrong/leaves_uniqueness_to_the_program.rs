//! caught by: tests::edge_cases::what_is_unique_is_indexed_even_if_nobody_asks_for_it
//! Has an index only where something is found by it: two users get the same address.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut plan = reference::choose(workload);
    let is_found_by = |field: &str| {
        let is_meant = |load: &Load| matches!(load.operation, Operation::Find { field: by, .. } if by == field);
        workload.loads.iter().any(is_meant)
    };
    for placement in &mut plan {
        if let Store::Relational { indexes } | Store::Document { indexes, .. } | Store::Embedded { indexes } =
            &mut placement.store
        {
            indexes.retain(|field| is_found_by(field));
        }
    }
    plan
}
