//! caught by: tests::behaviour::what_must_be_fresh_is_not_cached, tests::behaviour::what_changes_as_often_as_it_is_read_is_not_cached
//! Caches whatever is read by key, also what changes with every read or must be fresh.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut plan = reference::choose(workload);
    for load in &workload.loads {
        if let Operation::Get(entity) = load.operation
            && !matches!(plan[entity].store, Store::Embedded { .. })
        {
            plan[entity].cached = true;
        }
    }
    plan
}
