//! caught by: tests::behaviour::boyce_codd_splits_where_a_part_of_a_key_is_determined, tests::properties::a_decomposition_is_lossless_and_in_boyce_codd_normal_form
//! Gives third normal form for Boyce-Codd's.

#[path = "../kata/mod.rs"]
mod reference;

pub use reference::{AttrSet, Fd, candidate_keys, closure, minimal_cover, normalized, synthesize_3nf};

pub fn decompose_bcnf(relation: &AttrSet, fds: &[Fd]) -> Vec<AttrSet> {
    synthesize_3nf(relation, fds)
}
