//! caught by: tests::properties::a_decisive_rule_is_one_that_the_simulator_confirms
//! Asks which rule alone would lead to this plan, and not which one the plan would change without.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn decisive_rule(workload: &Workload, entity: usize) -> Option<usize> {
    let outcome = |rules: Vec<Rule>| {
        let placement = reference::choose(&Workload { rules, ..workload.clone() }).swap_remove(entity);
        (std::mem::discriminant(&placement.store), placement.cached)
    };
    let (free, chosen) = (outcome(Vec::new()), outcome(workload.rules.clone()));
    let alone = |rule: &Rule| outcome(vec![rule.clone()]) == chosen;
    (free != chosen).then(|| workload.rules.iter().position(alone)).flatten()
}
