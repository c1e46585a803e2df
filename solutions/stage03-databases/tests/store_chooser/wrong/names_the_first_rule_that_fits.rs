//! caught by: tests::behaviour::the_decisive_rule_is_the_one_without_which_the_plan_changes, tests::properties::a_decisive_rule_is_one_that_the_simulator_confirms
//! Names the first rule that speaks of the entity, whether it decides anything or not.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn decisive_rule(workload: &Workload, entity: usize) -> Option<usize> {
    workload.rules.iter().position(|rule| match rule {
        Rule::Together(entities) => entities.contains(&entity),
        Rule::Refers { from, to } => [*from, *to].contains(&entity),
        Rule::Several(of) | Rule::Unique { entity: of, .. } | Rule::Durable(of) | Rule::Fresh(of) => *of == entity,
    })
}
