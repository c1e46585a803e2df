//! caught by: tests::edge_cases::a_part_breaks_on_a_dependency_that_nobody_wrote_down, tests::properties::a_decomposition_is_lossless_and_in_boyce_codd_normal_form
//! Splits along the given dependencies only: a part may break on one that follows from them.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, candidate_keys, closure, minimal_cover, normalized, synthesize_3nf};

pub fn decompose_bcnf(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    for fd in fds.iter().filter(|fd| fd.left.is_subset(relation)) {
        let determined = &closure(&fd.left, fds) & relation;
        let right = &determined - &fd.left;
        if !right.is_empty() && determined != *relation {
            return [decompose_bcnf(&determined, fds), decompose_bcnf(&(relation - &right), fds)].concat();
        }
    }
    vec![relation.clone()]
}
