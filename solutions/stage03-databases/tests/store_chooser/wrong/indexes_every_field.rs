//! caught by: tests::behaviour::an_index_is_made_where_it_pays, tests::properties::no_workload_has_a_much_cheaper_plan_than_yours
//! Has an index for every field that anything is ever found by.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut plan = reference::choose(workload);
    for load in &workload.loads {
        let Operation::Find { entity, field, .. } = load.operation else { continue };
        if let Store::Relational { indexes } | Store::Document { indexes, .. } | Store::Embedded { indexes } =
            &mut plan[entity].store
            && !indexes.contains(&field)
        {
            indexes.push(field);
        }
    }
    plan
}
