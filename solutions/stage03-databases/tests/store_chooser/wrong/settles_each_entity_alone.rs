//! caught by: tests::behaviour::a_whole_that_changes_together_can_be_one_document, tests::properties::no_workload_has_a_much_cheaper_plan_than_yours
//! Settles each entity for itself, as if all others were tables.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let alone = |entity: usize| {
        let mut other = workload.clone();
        other.rules.extend((0..workload.entities.len()).filter(|&rest| rest != entity).map(Rule::Several));
        reference::choose(&other).swap_remove(entity)
    };
    (0..workload.entities.len()).map(alone).collect()
}
