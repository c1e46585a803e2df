//! caught by: tests::behaviour::what_is_read_by_key_and_soon_forgotten_goes_to_the_key_value_store, tests::edge_cases::what_must_survive_a_crash_and_expires_is_a_document_with_a_time_to_live
//! Says nowhere when something is to be forgotten.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut plan = reference::choose(workload);
    for placement in &mut plan {
        if let Store::Document { ttl, .. } | Store::KeyValue { ttl } = &mut placement.store {
            *ttl = None;
        }
    }
    plan
}
